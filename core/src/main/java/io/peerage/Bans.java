/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import io.peerage.admission.AdmissionParts;
import io.peerage.ban.AddressGate;
import io.peerage.ban.BanOrders;
import io.peerage.ban.BanWord;
import io.peerage.ban.Discouraged;
import io.peerage.concurrent.HandOffRing;
import io.peerage.concurrent.StripedCounters;
import io.peerage.config.CidrRules;
import io.peerage.hash.AddressPrefix;
import io.peerage.model.BanReason;
import io.peerage.model.CidrVerdict;
import io.peerage.model.Counter;
import io.peerage.model.PeerFlag;
import io.peerage.model.Result;
import io.peerage.peer.PeerStates;
import io.peerage.peer.PeerTable;
import io.peerage.peer.PeerWord;
import java.util.Objects;
import org.agrona.concurrent.NanoClock;

/**
 * Who may not come in, and who is not wanted: banned and discouraged peers and network prefixes, and lists of addresses.
 *
 * <p>A ban refuses its peer at once, in either direction, and everything else follows in the owner's next tick: its time, the
 * Close commands for what is open, and the ban of a prefix that more banned peers share than may. A ban or discouragement of a
 * prefix begins with that tick. A peer that is discouraged is let in while there is room, is the first to be pruned, and is not
 * dialed. Bans end by themselves, at the clock for prefixes and in the first tick after it for peers, at most 1,000 a tick;
 * those of a peer whose place somebody else needed end early, and are counted as {@link Counter#PEER_BANS_DROPPED}.
 *
 * <p><b>Threading</b>: any thread. <b>Progress</b>: queries wait-free, changes lock-free; nothing waits for the owner.
 * <b>Complexity</b>: O(1), no allocation but where said. <b>Units</b>: nanoseconds of the injected clock. <b>Errors</b>: as
 * {@link PeerManager}; {@link IllegalArgumentException} for a prefix width that isn't configured. <b>Origin</b>: features B6,
 * B9, G1 to G5.
 */
public sealed class Bans permits RecordedBans {
    private static final String NO_REASON = "reason is null; pass OTHER if there is none";

    private final PeerTable peers;
    private final PeerStates states;
    private final AddressGate gate;
    private final Discouraged discouraged;
    private final BanOrders orders;
    private final StripedCounters counters;
    private final NanoClock clock;

    Bans(AdmissionParts parts, BanOrders orders) {
        this.peers = parts.peers();
        this.states = parts.states();
        this.gate = parts.gate();
        this.discouraged = parts.discouraged();
        this.counters = parts.counters();
        this.clock = parts.clock();
        this.orders = orders;
    }

    // Peers

    /**
     * As {@link #ban(long, long, long, BanReason)}, for a peer that was seen at no address.
     *
     * @param peer the peer's handle
     * @param reason why
     * @return the code of {@link Result#DONE}, {@link Result#UNKNOWN_PEER}, {@link Result#SELF} or {@link Result#HAND_OFF_FULL}
     */
    public int ban(long peer, BanReason reason) {
        return ban(peer, 0, 0, reason);
    }

    /**
     * Bans a peer: the first time for as long as configured, each further time for twice as long. A ban while one is in force
     * is the same ban.
     *
     * @param peer the peer's handle
     * @param ipHi the high word of the address that it was seen at, see {@link io.peerage.model.IpAddress}; both words 0 for
     *     none
     * @param ipLo the low word
     * @param reason why
     * @return the code of {@link Result#DONE}, {@link Result#UNKNOWN_PEER}, {@link Result#SELF} or {@link
     *     Result#HAND_OFF_FULL}, with nothing done
     */
    public int ban(long peer, long ipHi, long ipLo, BanReason reason) {
        Objects.requireNonNull(reason, NO_REASON);
        long word = peers.known(peer);
        if (word >= 0 && PeerWord.isSelf(word)) {
            return Result.SELF.code();
        }
        if (word < 0) {
            return Result.UNKNOWN_PEER.code();
        }
        // A place for the order comes first, so that no flag is taken back that stands for
        // another's ban; then the flag, since
        // a flagged peer can't be given up before the owner comes to the order.
        long place = orders.claim();
        if (place == HandOffRing.FULL) {
            return full();
        }
        if (!states.flag(peer, PeerFlag.BANNED, true)) {
            orders.cancel(place);
            return Result.UNKNOWN_PEER.code();
        }
        orders.ban(place, peer, ipHi, ipLo, reason);
        return Result.DONE.code();
    }

    /**
     * Bans the peer with this id, which becomes known if it isn't; as {@link #ban(long, BanReason)}.
     *
     * @param id the peer's id, 1 to 64 bytes
     * @param reason why
     * @return the code of {@link Result#DONE}, {@link Result#SELF}, {@link Result#HAND_OFF_FULL} or {@link Result#PEER_TABLE_FULL}
     */
    public int ban(byte[] id, BanReason reason) {
        long peer = peers.register(id, 0, Arguments.length(id));
        return peer < 0 ? (int) peer : ban(peer, reason);
    }

    /**
     * Discourages a peer, unless it is banned.
     *
     * @param peer the peer's handle
     * @param reason why
     * @return the code of {@link Result#DONE}, {@link Result#UNKNOWN_PEER} or {@link Result#HAND_OFF_FULL}
     */
    public int discourage(long peer, BanReason reason) {
        Objects.requireNonNull(reason, NO_REASON);
        return order(BanOrders.Kind.DISCOURAGE_PEER, peer, reason);
    }

    /**
     * Lifts what stands against a peer, and forgets its earlier bans: reinstated, it may be admitted at once.
     *
     * @param peer the peer's handle
     * @return the code of {@link Result#DONE}, {@link Result#UNKNOWN_PEER} or {@link Result#HAND_OFF_FULL}
     */
    public int lift(long peer) {
        int code = order(BanOrders.Kind.LIFT_PEER, peer, BanReason.OTHER);
        if (code == Result.DONE.code()) {
            states.flag(peer, PeerFlag.BANNED, false);
        }
        return code;
    }

    private int order(BanOrders.Kind kind, long peer, BanReason reason) {
        if (peers.known(peer) < 0) {
            return Result.UNKNOWN_PEER.code();
        }
        return orders.peer(kind, peer, 0, 0, reason) ? Result.DONE.code() : full();
    }

    private int full() {
        counters.add(Counter.BANS_REFUSED.ordinal(), 1);
        return Result.HAND_OFF_FULL.code();
    }

    /**
     * {@return whether the peer is banned; false for an unknown peer}
     *
     * @param peer the peer's handle
     */
    public boolean isBanned(long peer) {
        long word = peers.known(peer);
        return word >= 0 && PeerWord.has(word, PeerFlag.BANNED);
    }

    /**
     * {@return whether the peer is discouraged, as far as the owner has met it; false for an unknown peer}
     *
     * @param peer the peer's handle
     */
    public boolean isDiscouraged(long peer) {
        return peers.known(peer) >= 0 && discouraged.contains(peers.handles().index(peer));
    }

    /**
     * {@return how long the peer with this id stays banned or discouraged; 0 if it isn't, or the owner has not come to it}
     *
     * @param id the peer's id, 1 to 64 bytes
     */
    public long remainingNanos(byte[] id) {
        return remaining(word(id));
    }

    /**
     * {@return why the peer with this id is banned or discouraged; {@link BanReason#OTHER} if it isn't}
     *
     * @param id the peer's id, 1 to 64 bytes
     */
    public BanReason reason(byte[] id) {
        return BanWord.reason(word(id));
    }

    private long word(byte[] id) {
        return gate.bans().peer(gate.bans().peerKey(id, 0, Arguments.length(id)));
    }

    private long remaining(long word) {
        long now = clock.nanoTime();
        return BanWord.isTimed(word) && BanWord.isActive(word, now)
                ? Math.max(0, BanWord.until(word) - now)
                : 0;
    }

    // Prefixes

    /**
     * Bans the network prefix of this width of an address, from the owner's next tick on.
     *
     * @param ipHi the high word of the address, see {@link io.peerage.model.IpAddress}; both words 0 for none
     * @param ipLo the low word
     * @param bits the prefix's width: 1 to 32 for IPv4, 1 to 128 for IPv6
     * @param reason why
     * @return the code of {@link Result#DONE} or {@link Result#HAND_OFF_FULL}
     */
    public int banPrefix(long ipHi, long ipLo, int bits, BanReason reason) {
        return order(BanOrders.Kind.BAN_PREFIX, ipHi, ipLo, bits, reason);
    }

    /**
     * Discourages a prefix, unless it is banned; codes as {@link #banPrefix}.
     *
     * @param ipHi the high word of the address, see {@link io.peerage.model.IpAddress}; both words 0 for none
     * @param ipLo the low word
     * @param bits the prefix's width: 1 to 32 for IPv4, 1 to 128 for IPv6
     * @param reason why
     * @return the code of {@link Result#DONE} or {@link Result#HAND_OFF_FULL}
     */
    public int discouragePrefix(long ipHi, long ipLo, int bits, BanReason reason) {
        return order(BanOrders.Kind.DISCOURAGE_PREFIX, ipHi, ipLo, bits, reason);
    }

    /**
     * Lifts what stands against a prefix, and forgets its earlier bans; codes as {@link #banPrefix}.
     *
     * @param ipHi the high word of the address, see {@link io.peerage.model.IpAddress}; both words 0 for none
     * @param ipLo the low word
     * @param bits the prefix's width: 1 to 32 for IPv4, 1 to 128 for IPv6
     * @return the code of {@link Result#DONE} or {@link Result#HAND_OFF_FULL}
     */
    public int liftPrefix(long ipHi, long ipLo, int bits) {
        return order(BanOrders.Kind.LIFT_PREFIX, ipHi, ipLo, bits, BanReason.OTHER);
    }

    private int order(BanOrders.Kind kind, long hi, long lo, int bits, BanReason reason) {
        Objects.requireNonNull(reason, NO_REASON);
        if (AddressPrefix.isNone(hi, lo)) {
            throw new IllegalArgumentException(
                    "the address has both words 0, which is none; pass one of the prefix");
        }
        gate.bans().checkWidth(hi, lo, bits);
        return orders.prefix(kind, hi, lo, bits, reason) ? Result.DONE.code() : full();
    }

    /**
     * {@return whether a prefix of the address is banned}
     *
     * @param ipHi the high word of the address, see {@link io.peerage.model.IpAddress}; both words 0 for none
     * @param ipLo the low word
     */
    public boolean isAddressBanned(long ipHi, long ipLo) {
        return gate.bans().isAddressBanned(ipHi, ipLo, clock.nanoTime());
    }

    /**
     * {@return whether a prefix of the address is discouraged, and none banned}
     *
     * @param ipHi the high word of the address, see {@link io.peerage.model.IpAddress}; both words 0 for none
     * @param ipLo the low word
     */
    public boolean isAddressDiscouraged(long ipHi, long ipLo) {
        long now = clock.nanoTime();
        return BanWord.isDiscouraged(gate.bans().address(ipHi, ipLo, now), now);
    }

    // Lists

    /**
     * Replaces the allow and deny lists; builds them on the caller's thread, and allocates. Connections that are open stay.
     *
     * @param rules the new lists
     * @throws io.peerage.config.ConfigException for contradictory lists; those in force stay
     */
    public void replaceLists(CidrRules rules) {
        gate.lists().replace(Objects.requireNonNull(rules, "rules is null; pass CidrRules.NONE"));
    }

    /**
     * {@return what the lists say of an address}
     *
     * @param ipHi the high word of the address, see {@link io.peerage.model.IpAddress}; both words 0 for none
     * @param ipLo the low word
     */
    public CidrVerdict verdict(long ipHi, long ipLo) {
        return gate.lists().verdict(ipHi, ipLo);
    }

    // Counts, of bans in force and of those that the owner has not cleared yet

    /** {@return peers banned or discouraged} */
    public int peers() {
        return gate.bans().countPeers();
    }

    /** {@return prefixes banned or discouraged} */
    public int prefixes() {
        return gate.bans().countPrefixes();
    }
}
