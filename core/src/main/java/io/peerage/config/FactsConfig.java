/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.config;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is noted of each connection beside that it is there.
 *
 * @param protocols the names of the protocols that are told apart, in the order of their numbers, at most {@value #MOST_PROTOCOLS}
 *     <p>A connection takes 60 bytes of memory, and eight for each protocol.
 *     <p><b>Threading</b>: immutable, any thread. <b>Ranges</b>: {@link #problems()} lists what is out of range or given twice.
 *     <b>Origin</b>: features A7 (go-libp2p#2355), nwaku's connectedPeers(protocol).
 */
public record FactsConfig(List<String> protocols) {
    /** The most protocols. */
    public static final int MOST_PROTOCOLS = 64;

    private static final int MOST_LETTERS = 128;

    /** No protocol is told apart. */
    public static final FactsConfig DEFAULT = new FactsConfig(List.of());

    /**
     * Copies the list.
     *
     * @param protocols the names of the protocols that are told apart, in the order of their numbers
     */
    public FactsConfig {
        protocols = Given.list(protocols, "protocols", "List.of() for none");
    }

    /**
     * With these protocols.
     *
     * @param protocols the names of the protocols to be told apart, each at its number
     * @return a configuration with these protocols
     */
    public static FactsConfig of(String... protocols) {
        return new FactsConfig(List.of(protocols));
    }

    /**
     * {@return the number of the protocol with this name, −1 if it is not told apart: peers name what they like}
     *
     * @param name the protocol's name
     */
    public int protocol(String name) {
        return protocols.indexOf(name);
    }

    /** {@return all mistakes in this configuration, one sentence each; empty if there are none} */
    public List<String> problems() {
        Problems problems = new Problems();
        problems.range(
                "protocols", protocols.size(), 0, MOST_PROTOCOLS, "leave out what nobody asks for");
        Set<String> seen = new HashSet<>();
        for (String name : protocols) {
            problems.range(
                    "length of protocol " + name,
                    name.length(),
                    1,
                    MOST_LETTERS,
                    "name it as it is negotiated");
            if (!seen.add(name)) {
                problems.add("protocol " + name + " is given twice; name it once");
            }
        }
        return problems.found();
    }
}
