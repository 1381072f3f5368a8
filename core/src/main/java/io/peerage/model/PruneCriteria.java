/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.model;

/**
 * What a selection knew about one connection when it decided whether to prune it.
 *
 * @param peer the peer's index
 * @param connection the connection's slot
 * @param decision "pruned", or what spared the connection, in words
 * @param discouraged whether its peer is discouraged
 * @param value sum of the peer's tags and score, fixed-point, as the caller scales it
 * @param groups in how many groups the connection counts
 * @param streams open streams
 * @param direction who opened it
 * @param ageNanos how long it had been connected, in nanoseconds
 * @param network the network that it runs over
 *     <p><b>Threading</b>: immutable, any thread; made off the hot path, so it may allocate. <b>Origin</b>: features E7.
 */
public record PruneCriteria(
        int peer,
        int connection,
        String decision,
        boolean discouraged,
        int value,
        int groups,
        int streams,
        Direction direction,
        long ageNanos,
        NetworkKind network) {}
