/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.config;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The ladder of limits on connections of one network prefix, taken all or none.
 *
 * @param v4 up to three levels for IPv4
 * @param v6 up to three levels for IPv6
 * @param exempt blocks whose addresses are not counted; loopback never is
 * @param prefixes how many prefixes can be counted at once; 0 for 1.9 a connection, in whose cells three levels for every connection find room
 *     <p><b>Threading</b>: immutable, any thread. <b>Ranges</b>: {@link #problems()} lists what is out of range.
 *     <b>Origin</b>: features B5.
 */
public record PrefixLimits(
        List<PrefixLimit> v4, List<PrefixLimit> v6, List<Cidr> exempt, int prefixes) {
    /** The most levels of a family. */
    public static final int MOST_LEVELS = 3;

    private static final int MOST_PREFIXES = 32_000_000;

    /** IPv4 /32 8 and /24 64; IPv6 /64 8, /56 16 and /48 64. */
    public static final PrefixLimits DEFAULT =
            new PrefixLimits(
                    List.of(new PrefixLimit(32, 8), new PrefixLimit(24, 64)),
                    List.of(
                            new PrefixLimit(64, 8),
                            new PrefixLimit(56, 16),
                            new PrefixLimit(48, 64)),
                    List.of(),
                    0);

    /** No limit on any prefix. */
    public static final PrefixLimits NONE = new PrefixLimits(List.of(), List.of(), List.of(), 0);

    /**
     * Copies the lists.
     *
     * @param v4 up to three levels for IPv4
     * @param v6 up to three levels for IPv6
     * @param exempt blocks whose addresses are not counted
     * @param prefixes how many prefixes can be counted at once
     */
    public PrefixLimits {
        v4 = Given.list(v4, "v4", "List.of() for no level");
        v6 = Given.list(v6, "v6", "List.of() for no level");
        exempt = Given.list(exempt, "exempt", "List.of() for no block");
    }

    /** {@return all mistakes in these limits, one sentence each; empty if there are none} */
    public List<String> problems() {
        Problems problems = new Problems();
        check(problems, "IPv4", v4, 32);
        check(problems, "IPv6", v6, 64);
        problems.range(
                "prefix capacity",
                prefixes,
                0,
                MOST_PREFIXES,
                "leave it 0 to have it follow maxConnections");
        return problems.found();
    }

    private static void check(
            Problems problems, String family, List<PrefixLimit> levels, int widest) {
        if (levels.size() > MOST_LEVELS) {
            problems.add(
                    family
                            + " has "
                            + levels.size()
                            + " prefix levels, allowed are 0 to "
                            + MOST_LEVELS
                            + "; keep the ones that matter most");
        }
        Set<Integer> seen = new HashSet<>();
        for (PrefixLimit level : levels) {
            problems.range(
                    family + " prefix bits",
                    level.bits(),
                    1,
                    widest,
                    "name the bits of the network part");
            problems.range(
                    family + " /" + level.bits() + " limit",
                    level.connections(),
                    0,
                    PrefixLimit.MOST,
                    "set 0 to disable the level");
            if (!seen.add(level.bits())) {
                problems.add(
                        family + " /" + level.bits() + " is given twice; keep one limit for it");
            }
        }
        contradictions(problems, family, levels);
    }

    // A wide prefix contains the narrow one, so a lower limit on it makes the narrow one's limit
    // unreachable.
    private static void contradictions(Problems problems, String family, List<PrefixLimit> levels) {
        for (PrefixLimit narrow : levels) {
            for (PrefixLimit wide : levels) {
                if (wide.bits() < narrow.bits()
                        && wide.connections() > 0
                        && wide.connections() < narrow.connections()) {
                    problems.add(
                            family
                                    + " /"
                                    + wide.bits()
                                    + " allows "
                                    + wide.connections()
                                    + " and the narrower /"
                                    + narrow.bits()
                                    + " allows "
                                    + narrow.connections()
                                    + ", which can't be reached; raise the first or lower the second");
                }
            }
        }
    }
}
