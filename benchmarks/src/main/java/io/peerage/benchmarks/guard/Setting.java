/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.guard;

/**
 * At what size and by how many threads an operation is measured. Immutable, any thread.
 *
 * @param peers the size: peers, or connections, timers, bans, blocks
 * @param threads how many threads run the operation at once
 */
record Setting(int peers, int threads) {}
