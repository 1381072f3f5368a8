/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.model;

/**
 * The bytes that a manager holds, all of them allocated when it was built.
 *
 * @param peerBytes everything that grows with the number of peers
 * @param peers the capacity for peers
 * @param connectionBytes everything that grows with the number of connections, network prefixes included
 * @param connections the capacity for connections and tickets
 * @param otherBytes everything that grows with neither: bans, rates, lists, what is handed over between threads
 * @param bookBytes the address book, 0 for a manager without one
 *     <p><b>Threading</b>: immutable, any thread. <b>Units</b>: bytes of arrays, object headers of single objects left
 *     out. <b>Origin</b>: architecture, contract 1.
 */
public record MemoryFootprint(
        long peerBytes,
        int peers,
        long connectionBytes,
        int connections,
        long otherBytes,
        long bookBytes) {
    /** {@return bytes a peer} */
    public double bytesPerPeer() {
        return (double) peerBytes / peers;
    }

    /** {@return bytes a connection} */
    public double bytesPerConnection() {
        return (double) connectionBytes / connections;
    }
}
