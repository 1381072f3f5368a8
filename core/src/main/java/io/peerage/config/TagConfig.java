/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.config;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which tags there are: kinds of values that add up to what a peer is worth, and names under which it can be protected.
 *
 * <p>A peer takes eight bytes of memory for each kind, and eight for protections if there are any.
 *
 * @param kinds the kinds of values, at most {@value #MOST_KINDS}
 * @param protections the names of protections, at most {@value #MOST_PROTECTIONS}
 *     <p><b>Threading</b>: immutable, any thread. <b>Ranges</b>: {@link #problems()} lists what is out of range or given twice.
 *     <b>Origin</b>: features F1, E2 (go-libp2p's TagPeer and Protect).
 */
public record TagConfig(List<TagKind> kinds, List<String> protections) {
    /** The most kinds. */
    public static final int MOST_KINDS = 16;

    /** The most names of protections. */
    public static final int MOST_PROTECTIONS = 49;

    /** No tags, which take no memory. */
    public static final TagConfig NONE = new TagConfig(List.of(), List.of());

    /**
     * Copies the lists.
     *
     * @param kinds the kinds of values
     * @param protections the names of protections
     */
    public TagConfig {
        kinds = Given.list(kinds, "kinds", "List.of() for none");
        protections = Given.list(protections, "protections", "List.of() for none");
    }

    /**
     * {@return the number of the kind with this name; {@link IllegalArgumentException} if there is none}
     *
     * @param name its name
     */
    public int kind(String name) {
        List<String> names = kinds.stream().map(TagKind::name).toList();
        return index(names, name, "tag kind");
    }

    /**
     * {@return the number of the protection with this name; {@link IllegalArgumentException} if there is none}
     *
     * @param name its name
     */
    public int protection(String name) {
        return index(protections, name, "protection");
    }

    private static int index(List<String> names, String name, String what) {
        int index = names.indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException(
                    what + " " + name + " is not configured, there are " + names + "; add it");
        }
        return index;
    }

    /** {@return all mistakes in this configuration, one sentence each; empty if there are none} */
    public List<String> problems() {
        Problems problems = new Problems();
        problems.range("tag kinds", kinds.size(), 0, MOST_KINDS, "let parts share a kind");
        Set<String> seen = new HashSet<>();
        for (TagKind kind : kinds) {
            kind.check(problems);
            once(problems, seen, "tag kind", kind.name());
        }
        problems.range(
                "protections", protections.size(), 0, MOST_PROTECTIONS, "let parts share a name");
        seen.clear();
        for (String name : protections) {
            problems.range(
                    "length of protection " + name,
                    name.length(),
                    1,
                    TagKind.MOST_LENGTH,
                    "give it a short name that is not empty");
            once(problems, seen, "protection", name);
        }
        return problems.found();
    }

    private static void once(Problems problems, Set<String> seen, String what, String name) {
        if (!seen.add(name)) {
            problems.add(what + " " + name + " is given twice; name it once");
        }
    }
}
