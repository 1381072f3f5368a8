/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.model;

/**
 * Everything that is counted since the manager was built, apart from refusals, which are counted by {@link Result}.
 *
 * <p><b>Threading</b>: immutable, any thread; reading a counter is wait-free, weakly consistent while writers run and
 * exact when they rest. <b>Units</b>: events, never decreasing. <b>Origin</b>: features B12; "nothing is lost silently".
 */
public enum Counter {
    /** Peers registered for the first time, recycled and registered again included. */
    PEERS_REGISTERED,
    /** Peers whose index was recycled after a release. */
    PEERS_RECYCLED,
    /** Tickets reclaimed by the owner because their lease ran out. */
    TICKETS_EXPIRED,
    /** Tickets given back by the caller. */
    TICKETS_ABANDONED,
    /** Tickets given back because establishing them was refused. */
    TICKETS_REFUSED,
    /** Connections that lost a simultaneous-open tie-break. */
    CONNECTIONS_SUPERSEDED,
    /** Close commands handed to the command sink. */
    CLOSE_COMMANDS,
    /** Connected notifications handed to the listener. */
    LIFECYCLE_CONNECTED,
    /** Disconnected notifications handed to the listener. */
    LIFECYCLE_DISCONNECTED,
    /** Connect-disconnect pairs that were folded into another notification. */
    LIFECYCLE_FLAPS,
    /** Flaps beyond the 255 that one notification can carry. */
    FLAPS_SATURATED,
    /** Exceptions thrown by the lifecycle listener. */
    LISTENER_FAILURES,
    /** Exceptions thrown by the command sink. */
    SINK_FAILURES,
    /** Exceptions thrown by the error handler itself. */
    HANDLER_FAILURES,
    /** Dial commands handed to the command sink. */
    DIAL_COMMANDS,
    /** NeedAddresses commands handed to the command sink. */
    ADDRESS_COMMANDS,
    /** Candidates that were refused because too many awaited the owner. */
    CANDIDATES_REFUSED,
    /** Candidates whose peer was given up before the owner came to them. */
    CANDIDATES_STALE,
    /** Connections whose close was commanded and didn't come in time, and that were taken for closed. */
    CLOSES_FORCED,
    /** Connections that pruning has commanded to close, evicted ones included. */
    CONNECTIONS_PRUNED,
    /** Connections that pruning has commanded to close to make room for a newcomer. */
    CONNECTIONS_EVICTED,
    /** Bans, discouragements and lifts that were refused because too many awaited the owner. */
    BANS_REFUSED,
    /** Bans, discouragements and lifts of peers that were gone when the owner came to them. */
    BANS_STALE,
    /** Bans of peers that ended early, the oldest, to make room for others. */
    PEER_BANS_DROPPED,
    /** Bans of prefixes that ended early, the oldest, to make room for others. */
    PREFIX_BANS_DROPPED,
    /** Former offenders, the oldest, whose earlier bans were forgotten to make room for others. */
    OFFENDERS_FORGOTTEN,
    /** Prefixes whose used-up connection attempts were forgotten, since more prefixes came than the rate limit holds. */
    RATES_FORGOTTEN,
    /** Scores of released peers, the oldest, that were forgotten while still bad, to make room for others. */
    BAD_SCORES_FORGOTTEN,
    /** Addresses, keys, records and results of dials that were refused because too many awaited the owner, or were of a bad length. */
    BOOK_ORDERS_REFUSED,
    /** Such whose peer was gone, or never in the book, when the owner came to them. */
    BOOK_ORDERS_STALE,
    /** Addresses that the book took in. */
    ADDRESSES_ADDED,
    /** Addresses that the book had no place for. */
    ADDRESSES_REFUSED,
    /** Addresses that gave way to another: they had failed, had their time, or were one too many of their peer or of those that told them. */
    ADDRESSES_DISPLACED,
    /** Addresses that never worked and whose time was over. */
    ADDRESSES_EXPIRED,
    /** Addresses that worked and lost their place to one that works now, since they didn't answer any more. */
    TRIED_REPLACED,
    /** Peers whose addresses were all forgotten to make room for others. */
    BOOK_PEERS_EVICTED,
    /** Keys and records that were older than what is kept, or for which there was no room. */
    BOOK_BLOBS_REFUSED,
    /** Values of per-peer data that were cleared because their peer was gone for long enough, or given up. */
    PEER_DATA_CLEARED
}
