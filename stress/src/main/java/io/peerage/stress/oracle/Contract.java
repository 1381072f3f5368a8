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
    CONSTANT_MEMORY("constant memory"),
    /** A ban refuses and closes from when it must until it ends, and nobody else. */
    BANS("bans"),
    /** Scores and tags are the sums of what was added, less what time takes; low scores have consequences. */
    SCORES("scores"),
    /** Who is protected, persistent or trusted stays so, and is not pruned. */
    PROTECTIONS("protections"),
    /** What is pruned is as much as must be, old enough, and closed once. */
    PRUNING("pruning"),
    /** Each commanded dial goes where it should, ends once, and there are never too many. */
    DIALS("dials"),
    /** Who failed is not dialed before its time. */
    BACK_OFF("back-off"),
    /** No address is lost without being counted, and what is read was told. */
    BOOK("address book"),
    /** What is kept for a peer is what was put for it, and each value ends once. */
    PEER_DATA("peer data"),
    /** No prefix comes in more often than its rate, and none is refused that has not used it up. */
    RATES("rates"),
    /** What is commanded, refused or dropped is counted. */
    COUNTERS("counters");

    private final String title;

    Contract(String title) {
        this.title = title;
    }

    /** In words. */
    public String title() {
        return title;
    }
}
