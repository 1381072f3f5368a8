/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.oracle;

/** What a storm holds a manager to; {@code docs/storm.md} tells how each is audited. */
public enum Contract {
    /** No more connections and tickets than the total, inbound and outbound limits allow. */
    NODE_LIMITS("node limits"),
    /** No more handshakes and dials under way than allowed. */
    PENDING_LIMITS("pending limits"),
    /** No more connections of a peer than allowed. */
    PEER_LIMIT("peer limit"),
    /** No more connections of a prefix than allowed, at any level of the ladder. */
    PREFIX_LIMITS("prefix limits"),
    /** One dial to a peer at a time. */
    SINGLE_DIAL("single dial"),
    /** One FIRST for each rise and one LAST for each fall of a peer, with the right number of connections. */
    TRANSITIONS("transitions"),
    /** Each ticket and each connection ends exactly once, and a call that comes later is told so. */
    ENDS_ONCE("ends once"),
    /** The listener hears a strict alternation that ends in the truth, and no rise is lost. */
    LIFECYCLE("lifecycle"),
    /** Each ticket that nobody ends expires, is reported once, and leaves nothing behind. */
    EXPIRY("expiry"),
    /** At rest, counts, walks and questions by id say what the books say. */
    QUERIES("queries"),
    /** At rest, questions by handle say what the books say; under way, nothing impossible. */
    HANDLE_QUERIES("queries by handle"),
    /** A handle names its peer until that is given up, and nobody after. */
    HANDLES("handles"),
    /** At rest, the manager's own recount agrees with itself. */
    SELF_CHECK("self-check"),
    /** Producers and owner throw nothing. */
    NO_EXCEPTION("no exception"),
    /** However long it goes on, the heap doesn't grow, and neither producers nor owner allocate. */
    CONSTANT_MEMORY("constant memory");

    private final String title;

    Contract(String title) {
        this.title = title;
    }

    /** In words. */
    public String title() {
        return title;
    }
}
