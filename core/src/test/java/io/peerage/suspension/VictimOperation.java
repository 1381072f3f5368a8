/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.suspension;

import io.peerage.model.BanReason;
import io.peerage.model.ConnectedFilter;
import io.peerage.model.Counter;
import io.peerage.model.DialOutcome;
import io.peerage.model.DialReason;
import io.peerage.model.Direction;
import io.peerage.model.PeerFlag;
import io.peerage.model.Result;
import java.util.function.Consumer;

/** Every any-thread operation, each in the situations in which it takes different ways. */
enum VictimOperation {
    REGISTER_NEW(w -> {}, w -> w.checkId(w.register(1), 1)),
    REGISTER_KNOWN(VictimOperation::idlePeer, w -> w.checkId(w.register(0), 0)),
    REGISTER_RETIRED(VictimOperation::retiredPeer, w -> w.checkId(w.register(0), 0)),
    LOOKUP_KNOWN(
            VictimOperation::idlePeer, w -> w.checkId(w.manager.lookup(SuspensionWorld.id(0)), 0)),
    LOOKUP_RETIRED(
            VictimOperation::retiredPeer,
            w -> w.checkId(w.manager.lookup(SuspensionWorld.id(0)), 0)),
    LOOKUP_UNKNOWN(w -> {}, w -> w.checkId(w.manager.lookup(SuspensionWorld.id(2)), 2)),
    COPY_ID(VictimOperation::idlePeer, w -> w.checkId(w.peer, 0)),
    RELEASE(VictimOperation::idlePeer, w -> w.manager.release(w.peer)),
    RELEASE_DIRTY(VictimOperation::disconnectedPeer, w -> w.manager.release(w.peer)),
    SET_FLAG(
            VictimOperation::idlePeer,
            w -> {
                w.manager.setFlag(w.peer, PeerFlag.PERSISTENT, true);
                w.manager.hasFlag(w.peer, PeerFlag.PERSISTENT);
                w.manager.setFlag(w.peer, PeerFlag.PERSISTENT, false);
            }),
    SET_GROUP(
            VictimOperation::idlePeer,
            w -> {
                w.manager.groups().set(w.peer, 60, true);
                w.manager.groups().contains(w.peer, 60);
            }),
    ADMIT_INBOUND(w -> {}, w -> w.admitInbound(SuspensionWorld.ip(1, 1))),
    ADMIT_INBOUND_KNOWN_PREFIX(
            w -> w.abandon(w.admitInbound(SuspensionWorld.ip(1, 1))),
            w -> w.admitInbound(SuspensionWorld.ip(1, 1))),
    ADMIT_INBOUND_AT_PREFIX_LIMIT(
            w -> {
                w.admitInbound(SuspensionWorld.ip(1, 1));
                w.admitInbound(SuspensionWorld.ip(1, 1));
            },
            w -> w.admitInbound(SuspensionWorld.ip(1, 1))),
    ADMIT_INBOUND_AT_LIMIT(
            w -> {
                for (int i = 0; i < SuspensionWorld.INBOUND; i++) {
                    w.admitInbound(SuspensionWorld.ip(30 + i, 1));
                }
            },
            w -> w.admitInbound(SuspensionWorld.ip(1, 1))),
    ADMIT_INBOUND_TRUSTED(w -> {}, w -> w.admitInbound(SuspensionWorld.TRUSTED_IP)),
    ADMIT_OUTBOUND(
            VictimOperation::idlePeer, w -> w.admitOutbound(w.peer, SuspensionWorld.ip(1, 1))),
    ADMIT_OUTBOUND_WITHOUT_ADDRESS(VictimOperation::idlePeer, w -> w.admitOutbound(w.peer, 0)),
    ESTABLISH_INBOUND(
            w -> {
                idlePeer(w);
                w.ticket = w.admitInbound(SuspensionWorld.ip(1, 1));
            },
            w -> w.establishInbound(w.ticket, w.peer)),
    ESTABLISH_INBOUND_BY_ID(
            w -> w.ticket = w.admitInbound(SuspensionWorld.ip(1, 1)),
            w -> w.establishInboundById(w.ticket, 1)),
    ESTABLISH_INBOUND_ANOTHER(
            w -> {
                connectedPeer(w);
                w.ticket = w.admitInbound(SuspensionWorld.ip(1, 1));
            },
            w -> w.establishInbound(w.ticket, w.peer)),
    ESTABLISH_INBOUND_REFUSED(
            w -> {
                idlePeer(w);
                w.ticket = w.admitInbound(SuspensionWorld.ip(1, 1));
            },
            w -> w.establishInbound(w.ticket, Result.UNKNOWN_PEER.code())),
    ESTABLISH_INBOUND_TRUSTED(
            w -> {
                idlePeer(w);
                w.manager.setFlag(w.peer, PeerFlag.TRUSTED, true);
                w.ticket = w.admitInbound(SuspensionWorld.ip(1, 1));
            },
            w -> w.establishInbound(w.ticket, w.peer)),
    TAKE_OVER_DIAL(
            w -> {
                connectedPeer(w);
                w.admitOutbound(w.peer, SuspensionWorld.ip(4, 1));
                w.ticket = w.admitInbound(SuspensionWorld.ip(1, 1));
            },
            w -> w.establishInbound(w.ticket, w.peer)),
    TAKE_OVER_OUTBOUND(
            w -> {
                connectedPeer(w);
                w.establishOutbound(w.admitOutbound(w.peer, SuspensionWorld.ip(4, 1)));
                w.ticket = w.admitInbound(SuspensionWorld.ip(1, 1));
            },
            w -> w.establishInbound(w.ticket, w.peer)),
    ESTABLISH_OUTBOUND(
            w -> {
                idlePeer(w);
                w.ticket = w.admitOutbound(w.peer, SuspensionWorld.ip(1, 1));
            },
            w -> w.establishOutbound(w.ticket)),
    ESTABLISH_OUTBOUND_BEING_TAKEN_OVER(
            w -> {
                connectedPeer(w);
                w.ticket = w.admitOutbound(w.peer, SuspensionWorld.ip(4, 1));
            },
            w -> w.establishOutbound(w.ticket)),
    ABANDON_INBOUND(
            w -> w.ticket = w.admitInbound(SuspensionWorld.ip(1, 1)), w -> w.abandon(w.ticket)),
    ABANDON_OUTBOUND(
            w -> {
                idlePeer(w);
                w.ticket = w.admitOutbound(w.peer, SuspensionWorld.ip(1, 1));
            },
            w -> w.abandon(w.ticket)),
    OFFER(VictimOperation::idlePeer, w -> w.offer(w.peer, 1)),
    OFFER_OF_A_RETIRED_PEER(VictimOperation::retiredPeer, w -> w.offer(w.peer, 1)),
    OFFER_WITHOUT_ROOM(
            w -> {
                idlePeer(w);
                for (int i = 0; i < 2 * SuspensionWorld.PEERS; i++) {
                    w.offer(w.peer, 2);
                }
            },
            w -> w.offer(w.peer, 1)),
    FAIL_DIAL(VictimOperation::dialedPeer, w -> w.fail(w.ticket, DialOutcome.REFUSED)),
    FAIL_DIAL_AGAIN(
            w -> {
                failedPeer(w);
                w.manager.dialing().forgive(w.peer);
                dialedPeer(w);
            },
            w -> w.fail(w.ticket, DialOutcome.TIMEOUT)),
    FAIL_DIAL_OF_A_CONNECTED_PEER(
            w -> {
                connectedPeer(w);
                w.ticket = w.admitOutbound(w.peer, SuspensionWorld.ip(4, 1));
            },
            w -> w.fail(w.ticket, DialOutcome.HANDSHAKE)),
    CANCEL_DIAL(VictimOperation::dialedPeer, w -> w.fail(w.ticket, DialOutcome.CANCELLED)),
    FAIL_DIAL_OF_SELF(VictimOperation::dialedPeer, w -> w.fail(w.ticket, DialOutcome.SELF)),
    FORGIVE(VictimOperation::failedPeer, w -> w.manager.dialing().forgive(w.peer)),
    FORGIVE_NOBODY(VictimOperation::idlePeer, w -> w.manager.dialing().forgive(w.peer)),
    LEARN_SELF(VictimOperation::idlePeer, w -> w.manager.dialing().learnSelf(w.peer)),
    ESTABLISH_INBOUND_AFTER_FAILURE(
            w -> {
                failedPeer(w);
                w.ticket = w.admitInbound(SuspensionWorld.ip(1, 1));
            },
            w -> w.establishInbound(w.ticket, w.peer)),
    DIAL_QUERIES(
            VictimOperation::failedPeer,
            w -> {
                w.manager.dialing().canDial(w.peer);
                w.manager.dialing().failuresOf(w.peer);
                w.manager.dialing().backOffNanos(w.peer);
                w.manager.dialing().isOutage();
                w.manager.dialing().ended(DialOutcome.REFUSED);
                w.manager.dialing().commanded(DialReason.TARGET);
                w.manager.dialing().anchors(new long[2]);
                w.manager.connectedness(w.peer);
                w.manager.nanosSinceTick();
            }),
    SERVICES(
            VictimOperation::connectedPeer,
            w -> {
                w.manager.groups().set(w.peer, 60, true);
                w.manager.services().pin(60, w.peer);
                w.manager.services().select(60, 1);
                w.manager.services().unpin(60);
            }),
    BAN(VictimOperation::idlePeer, w -> w.manager.bans().ban(w.peer, BanReason.OTHER)),
    BAN_CONNECTED(
            VictimOperation::connectedPeer, w -> w.manager.bans().ban(w.peer, BanReason.OTHER)),
    LIFT(
            w -> {
                idlePeer(w);
                w.manager.bans().ban(w.peer, BanReason.OTHER);
                w.tick();
            },
            w -> w.manager.bans().lift(w.peer)),
    DISCOURAGE(
            VictimOperation::idlePeer, w -> w.manager.bans().discourage(w.peer, BanReason.OTHER)),
    BAN_PREFIX(
            VictimOperation::idlePeer,
            w -> w.manager.bans().banPrefix(0, SuspensionWorld.ip(200, 1), 24, BanReason.OTHER)),
    SCORE(
            VictimOperation::connectedPeer,
            w -> {
                w.manager.reputation().add(w.peer, -3_000);
                w.manager.reputation().external(w.peer, -2);
                w.manager.reputation().total(w.peer);
            }),
    TAG_AND_PROTECT(
            VictimOperation::connectedPeer,
            w -> {
                w.manager.reputation().tag(w.peer, 0, 5);
                w.manager.reputation().protect(w.peer, 0, true);
                w.manager.reputation().protect(w.peer, 0, false);
            }),
    FACTS(
            VictimOperation::connectedPeer,
            w -> {
                w.manager.facts().protocol(w.ticket, 0, true);
                w.manager.facts().streamOpened(w.ticket, 0, Direction.INBOUND);
                w.manager.facts().ping(w.ticket, 5_000);
                w.manager.facts().usefulMessage(w.ticket);
                w.manager.facts().protocols(w.ticket);
                w.manager.facts().streamsOf(w.ticket);
            }),
    CLOSE_LAST(VictimOperation::connectedPeer, w -> w.close(w.ticket)),
    CLOSE_ONE_OF_TWO(
            w -> {
                connectedPeer(w);
                w.establishInbound(w.admitInbound(SuspensionWorld.ip(4, 1)), w.peer);
            },
            w -> w.close(w.ticket)),
    CLOSE_OUTBOUND(
            w -> {
                idlePeer(w);
                w.ticket = w.admitOutbound(w.peer, SuspensionWorld.ip(1, 1));
                w.establishOutbound(w.ticket);
            },
            w -> w.close(w.ticket)),
    CLOSE_SUPERSEDED(
            w -> {
                connectedPeer(w);
                w.ticket = w.admitOutbound(w.peer, SuspensionWorld.ip(4, 1));
                w.establishOutbound(w.ticket);
                w.establishInbound(w.admitInbound(SuspensionWorld.ip(1, 1)), w.peer);
            },
            w -> w.close(w.ticket)),
    CLOSE_BATCH(
            w -> {
                connectedPeer(w);
                w.checkId(w.register(1), 1);
                long other = w.manager.register(SuspensionWorld.id(1));
                w.other = w.admitInbound(SuspensionWorld.ip(4, 1));
                w.establishInbound(w.other, other);
            },
            w -> w.closeBatch(w.ticket, w.other, w.ticket)),
    LOOKUP_BATCH(
            VictimOperation::idlePeer,
            w -> {
                long[] found = new long[2];
                byte[][] ids = {SuspensionWorld.id(0), SuspensionWorld.id(2)};
                w.manager.batches().lookup(ids, 2, found);
                w.checkId(found[0], 0);
                w.checkId(found[1], 2);
            }),
    OPEN_AND_CLOSE(
            VictimOperation::idlePeer,
            w -> {
                long connection = w.admitInbound(SuspensionWorld.ip(1, 1));
                w.establishInbound(connection, w.peer);
                w.close(connection);
            }),
    QUERIES(
            VictimOperation::connectedPeer,
            w -> {
                w.manager.isConnected(w.peer);
                w.manager.isConnected(SuspensionWorld.id(0), 0, SuspensionWorld.id(0).length);
                w.manager.connectedness(w.peer);
                w.manager.connectedForNanos(w.peer);
                w.manager.disconnectedForNanos(w.peer);
                w.manager.dialTicket(w.peer);
                w.manager.peerOf(w.ticket);
                w.manager.isInbound(w.ticket);
                w.manager.slotOf(w.ticket);
            }),
    WALK(
            VictimOperation::connectedPeer,
            w -> {
                w.walk();
                long at = w.manager.connected().first(ConnectedFilter.INBOUND, 1);
                w.manager.connected().next(at, ConnectedFilter.OUTBOUND, 1);
            }),
    COUNTS(
            VictimOperation::connectedPeer,
            w -> {
                w.manager.inbound();
                w.manager.outbound();
                w.manager.connectedPeers();
                w.manager.pendingInbound();
                w.manager.pendingOutbound();
                w.manager.trusted();
                w.manager.refused(Result.PEER_LIMIT);
                w.manager.counter(Counter.PEERS_REGISTERED);
                w.manager.registeredPeers();
                w.manager.footprint();
            }),
    EXPLANATIONS(
            VictimOperation::connectedPeer,
            w -> {
                w.manager.explain().inbound(0, SuspensionWorld.ip(1, 1));
                w.manager.explain().outbound(w.peer, 0, SuspensionWorld.ip(1, 1));
                w.manager.explain().peer(w.peer);
            });

    // Lambdas that capture nothing.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Consumer<SuspensionWorld> situation;

    @SuppressWarnings("ImmutableEnumChecker")
    private final Consumer<SuspensionWorld> call;

    VictimOperation(Consumer<SuspensionWorld> situation, Consumer<SuspensionWorld> call) {
        this.situation = situation;
        this.call = call;
    }

    void prepare(SuspensionWorld world) {
        situation.accept(world);
    }

    void run(SuspensionWorld world) {
        call.accept(world);
    }

    /** Whether trusted connections may go past the limits that the audit watches. */
    boolean trusts() {
        return this == ADMIT_INBOUND_TRUSTED || this == ESTABLISH_INBOUND_TRUSTED;
    }

    /** How many places it may keep from others while it is suspended. */
    int placesKept() {
        return this == CLOSE_BATCH ? 2 : 1;
    }

    /** Whether the peer that it works on is this node's for good. */
    boolean isAboutSelf() {
        return this == LEARN_SELF || this == FAIL_DIAL_OF_SELF;
    }

    private static void dialedPeer(SuspensionWorld world) {
        idlePeer(world);
        world.ticket = world.admitOutbound(world.peer, SuspensionWorld.ip(1, 1));
    }

    private static void failedPeer(SuspensionWorld world) {
        dialedPeer(world);
        world.fail(world.ticket, DialOutcome.REFUSED);
    }

    private static void idlePeer(SuspensionWorld world) {
        world.peer = world.register(0);
    }

    private static void retiredPeer(SuspensionWorld world) {
        idlePeer(world);
        world.manager.release(world.peer);
    }

    private static void connectedPeer(SuspensionWorld world) {
        idlePeer(world);
        world.ticket = world.admitInbound(SuspensionWorld.ip(3, 1));
        world.establishInbound(world.ticket, world.peer);
    }

    private static void disconnectedPeer(SuspensionWorld world) {
        connectedPeer(world);
        world.close(world.ticket);
    }
}
