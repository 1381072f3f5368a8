/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.config;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which addresses are allowed and which are denied; of several blocks that contain an address the narrowest decides.
 *
 * @param allow blocks whose addresses are allowed
 * @param deny blocks whose addresses are denied
 *     <p>A block that is listed twice in one list counts once. A block of IPv6 wider than /96 that contains the mapped
 *     form of IPv4, such as {@code ::/0}, contains IPv4 addresses too.
 *     <p><b>Threading</b>: immutable, any thread. <b>Ranges</b>: {@link #problems()} lists what is contradictory or too
 *     much. <b>Origin</b>: features B9 (go-libp2p's conngater, Bitcoin Core's setban, where the order of entries decides).
 */
public record CidrRules(List<Cidr> allow, List<Cidr> deny) {
    /** The most blocks of both lists together. */
    public static final int MOST_BLOCKS = 4_000_000;

    /** Nothing is allowed or denied. */
    public static final CidrRules NONE = new CidrRules(List.of(), List.of());

    /**
     * Copies the lists.
     *
     * @param allow blocks whose addresses are allowed
     * @param deny blocks whose addresses are denied
     */
    public CidrRules {
        allow = Given.list(allow, "allow", "List.of() for no block");
        deny = Given.list(deny, "deny", "List.of() for no block");
    }

    /** {@return all mistakes in these rules, one sentence each; empty if there are none} */
    public List<String> problems() {
        Problems problems = new Problems();
        problems.range(
                "number of CIDR blocks",
                (long) allow.size() + deny.size(),
                0,
                MOST_BLOCKS,
                "join neighbouring blocks");
        Set<Cidr> allowed = new HashSet<>(allow);
        Set<Cidr> told = new HashSet<>();
        for (Cidr block : deny) {
            if (allowed.contains(block) && told.add(block)) {
                problems.add(
                        block.text()
                                + " is both allowed and denied; take it out of one list, or name a narrower block in one");
            }
        }
        return problems.found();
    }
}
