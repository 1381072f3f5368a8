/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.testing;

import io.peerage.config.Cidr;
import io.peerage.config.Limits;
import io.peerage.config.ManagerConfig;
import io.peerage.config.PrefixLimit;
import io.peerage.config.Trust;
import io.peerage.model.Explanation;
import io.peerage.model.IpAddress;
import io.peerage.model.LimitKind;
import io.peerage.model.Result;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * The limits of the node and of prefixes, counted anew from all links at every question.
 *
 * <p>Which limits a link counts against follows from its trusted place alone. Guarded by its manager.
 */
final class ReferenceLimits {
    static final int MOST_PER_PEER = 63;

    private final ManagerConfig config;
    private final Limits limits;
    private final Trust trust;
    private final Collection<ReferenceLink> links;

    ReferenceLimits(ManagerConfig config, Collection<ReferenceLink> links) {
        this.config = config;
        this.limits = config.limits();
        this.trust = config.trust();
        this.links = links;
    }

    /** Whether a link that may be trusted would get one of the places set aside. */
    boolean givesTrustedPlace(boolean trusted) {
        return trusted && trustedPlaces() < limits.trusted();
    }

    int trustedPlaces() {
        return count(link -> link.trustedPlace);
    }

    int pending(boolean inbound) {
        return count(
                link ->
                        link.inbound == inbound
                                && link.is(ReferenceLink.State.PENDING)
                                && counts(link, LimitKind.PENDING));
    }

    /** How many places of a direction are taken. */
    int direction(boolean inbound) {
        return count(link -> link.inbound == inbound && counts(link, LimitKind.DIRECTION));
    }

    private int total() {
        return count(link -> counts(link, LimitKind.TOTAL));
    }

    private int count(Predicate<ReferenceLink> filter) {
        int found = 0;
        for (ReferenceLink link : links) {
            found += filter.test(link) ? 1 : 0;
        }
        return found;
    }

    private boolean counts(ReferenceLink link, LimitKind kind) {
        return holds(link.trustedPlace, kind);
    }

    private boolean holds(boolean trustedPlace, LimitKind kind) {
        return !(trustedPlace && trust.bypasses(kind));
    }

    boolean isTrustedNetwork(IpAddress address) {
        return isInAny(trust.networks(), address);
    }

    int mostOfPeer(boolean trusted) {
        return trusted && trust.bypasses(LimitKind.PEER) ? MOST_PER_PEER : limits.perPeer();
    }

    /** What refuses a ticket of this direction and address: node limits first, then prefixes, the narrowest first. */
    Explanation verdict(boolean inbound, IpAddress address, boolean trustedPlace) {
        String side = inbound ? "inbound" : "outbound";
        // Where the shares can't exceed the total together, it is they that are named.
        boolean sharesImplyTotal =
                limits.inbound() + limits.outbound() <= limits.connections()
                        && (trust.bypasses(LimitKind.TOTAL)
                                || !trust.bypasses(LimitKind.DIRECTION));
        if (!sharesImplyTotal
                && holds(trustedPlace, LimitKind.TOTAL)
                && total() >= limits.connections()) {
            return full(Result.TOTAL_LIMIT, "total", total(), limits.connections());
        }
        int share = inbound ? limits.inbound() : limits.outbound();
        if (holds(trustedPlace, LimitKind.DIRECTION) && direction(inbound) >= share) {
            return full(
                    inbound ? Result.INBOUND_LIMIT : Result.OUTBOUND_LIMIT,
                    side,
                    direction(inbound),
                    share);
        }
        int pending = inbound ? limits.pendingInbound() : limits.pendingOutbound();
        if (holds(trustedPlace, LimitKind.PENDING) && pending(inbound) >= pending) {
            return full(
                    inbound ? Result.PENDING_INBOUND_LIMIT : Result.PENDING_OUTBOUND_LIMIT,
                    "pending " + side,
                    pending(inbound),
                    pending);
        }
        return holds(trustedPlace, LimitKind.PREFIX)
                ? prefixVerdict(address)
                : Explanation.admitted();
    }

    private Explanation prefixVerdict(IpAddress address) {
        if (!isCounted(address)) {
            return Explanation.admitted();
        }
        List<PrefixLimit> ladder =
                (address.isV4() ? config.prefixes().v4() : config.prefixes().v6())
                        .stream()
                                .filter(level -> level.connections() > 0)
                                .sorted(Comparator.comparingInt(PrefixLimit::bits).reversed())
                                .toList();
        for (PrefixLimit level : ladder) {
            int taken =
                    count(
                            link ->
                                    counts(link, LimitKind.PREFIX)
                                            && isCounted(link.address)
                                            && sharePrefix(link.address, address, level.bits()));
            if (taken >= level.connections()) {
                return full(Result.PREFIX_LIMIT, "/" + level.bits(), taken, level.connections());
            }
        }
        return Explanation.admitted();
    }

    private boolean isCounted(IpAddress address) {
        boolean loopback =
                address.isV4()
                        ? bits(address, 96, 8) == 127
                        : address.hi() == 0 && address.lo() == 1;
        return !address.isNone() && !loopback && !isInAny(config.prefixes().exempt(), address);
    }

    private static boolean sharePrefix(IpAddress one, IpAddress other, int bits) {
        if (one.isV4() != other.isV4()) {
            return false;
        }
        int from = one.isV4() ? 96 : 0;
        for (int i = from; i < from + bits; i++) {
            if (bits(one, i, 1) != bits(other, i, 1)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isInAny(List<Cidr> blocks, IpAddress address) {
        return !address.isNone() && blocks.stream().anyMatch(block -> isIn(block, address));
    }

    private static boolean isIn(Cidr block, IpAddress address) {
        IpAddress first = new IpAddress(block.hi(), block.lo());
        for (int i = 0; i < block.bits(); i++) {
            if (bits(first, i, 1) != bits(address, i, 1)) {
                return false;
            }
        }
        return true;
    }

    private static int bits(IpAddress address, int from, int count) {
        int bits = 0;
        for (int i = from; i < from + count; i++) {
            long word = i < 64 ? address.hi() : address.lo();
            bits = bits << 1 | (int) (word >>> 63 - i % 64 & 1);
        }
        return bits;
    }

    static Explanation full(Result result, String subject, long taken, long limit) {
        return new Explanation(result, subject, taken, limit);
    }
}
