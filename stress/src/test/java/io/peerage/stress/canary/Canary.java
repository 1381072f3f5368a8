/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.canary;

import io.peerage.PeerManagerBuilder;
import io.peerage.config.PrefixLimit;
import io.peerage.config.PrefixLimits;
import io.peerage.event.LifecycleListener;
import io.peerage.model.Direction;
import io.peerage.model.Outcome;
import io.peerage.model.Result;
import io.peerage.stress.oracle.Contender;
import io.peerage.stress.oracle.Contract;
import io.peerage.stress.oracle.StormLimits;
import io.peerage.stress.scenario.ScenarioKind;
import io.peerage.yardstick.ConnectionManager;
import io.peerage.yardstick.PeerageAdapter;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.agrona.concurrent.NanoClock;

/** Managers with one fault each, which shows now and then; the auditor must catch them all. */
enum Canary implements Contender {
    TOTAL_PLUS_ONE(Contract.NODE_LIMITS, builder -> builder.maxConnections(Sizes.CONNECTIONS + 1)),
    INBOUND_PLUS_ONE(Contract.NODE_LIMITS, builder -> builder.maxInbound(Sizes.INBOUND + 1)),
    OUTBOUND_PLUS_ONE(Contract.NODE_LIMITS, builder -> builder.maxOutbound(Sizes.OUTBOUND + 1)),
    PENDING_PLUS_ONE(
            Contract.PENDING_LIMITS,
            builder -> builder.maxPendingInbound(Sizes.PENDING_INBOUND + 1)),
    PEER_PLUS_ONE(Contract.PEER_LIMIT, builder -> builder.maxPerPeer(Sizes.PER_PEER + 1)),
    NARROW_PREFIX_PLUS_ONE(
            Contract.PREFIX_LIMITS, builder -> builder.prefixLimits(Sizes.prefixes(9, 64))),
    WIDE_PREFIX_PLUS_ONE(
            Contract.PREFIX_LIMITS, builder -> builder.prefixLimits(Sizes.prefixes(8, 65))),

    FIRST_TWICE(Contract.TRANSITIONS) {
        @Override
        ConnectionManager spoil(ConnectionManager right) {
            return new Spoilt(right) {
                @Override
                public int establishInbound(long ticket, byte[] ids, int offset, int length) {
                    int outcome = super.establishInbound(ticket, ids, offset, length);
                    boolean another = outcome > 0 && !Outcome.isFirst(outcome);
                    return another && isTurn() ? Outcome.of(Result.FIRST_CONNECTION, 1) : outcome;
                }
            };
        }
    },
    LAST_FORGOTTEN(Contract.TRANSITIONS) {
        @Override
        ConnectionManager spoil(ConnectionManager right) {
            return new Spoilt(right) {
                @Override
                public int close(long connection) {
                    int outcome = super.close(connection);
                    return Outcome.isLast(outcome) && isTurn()
                            ? Outcome.of(Result.STILL_CONNECTED, 1)
                            : outcome;
                }
            };
        }
    },
    CLOSE_COUNTED_TWICE(Contract.ENDS_ONCE) {
        @Override
        ConnectionManager spoil(ConnectionManager right) {
            return new Spoilt(right) {
                @Override
                public int close(long connection) {
                    int outcome = super.close(connection);
                    return outcome == Result.ALREADY_CLOSED.code() && isTurn()
                            ? Outcome.of(Result.STILL_CONNECTED, 1)
                            : outcome;
                }
            };
        }
    },
    CLOSE_SWALLOWED(Contract.ENDS_ONCE) {
        @Override
        ConnectionManager spoil(ConnectionManager right) {
            return new Spoilt(right) {
                @Override
                public int close(long connection) {
                    return isTurn() ? Result.ALREADY_CLOSED.code() : super.close(connection);
                }
            };
        }
    },
    ABANDONED_TICKET_LEAKS(Contract.EXPIRY) {
        @Override
        ConnectionManager spoil(ConnectionManager right) {
            return new Spoilt(right) {
                @Override
                public int abandon(long ticket) {
                    return isTurn() ? Outcome.of(Result.ABANDONED, 0) : super.abandon(ticket);
                }
            };
        }
    },
    CONNECTED_PEERS_OFF_BY_ONE(Contract.QUERIES) {
        @Override
        ConnectionManager spoil(ConnectionManager right) {
            return new Spoilt(right) {
                @Override
                public int connectedPeers() {
                    return super.connectedPeers() + 1;
                }
            };
        }
    },
    WALK_MISSES_ONE(Contract.QUERIES) {
        @Override
        ConnectionManager spoil(ConnectionManager right) {
            return new Spoilt(right) {
                @Override
                public int countConnectedByWalk() {
                    return Math.max(0, super.countConnectedByWalk() - 1);
                }
            };
        }
    },
    IS_CONNECTED_LIES(Contract.HANDLE_QUERIES) {
        @Override
        ConnectionManager spoil(ConnectionManager right) {
            return new Spoilt(right) {
                @Override
                public boolean isConnected(long peer) {
                    return super.isConnected(peer) != isTurn();
                }
            };
        }
    },
    STALE_HANDLE_DIALED(Contract.HANDLES) {
        @Override
        ConnectionManager spoil(ConnectionManager right) {
            return new Spoilt(right) {
                @Override
                public long admitOutbound(long peer, long ipHi, long ipLo) {
                    long ticket = super.admitOutbound(peer, ipHi, ipLo);
                    return ticket == Result.UNKNOWN_PEER.code()
                            ? super.admitInbound(ipHi, ipLo)
                            : ticket;
                }
            };
        }
    },
    HANDLE_FORGOTTEN(Contract.HANDLES) {
        @Override
        ConnectionManager spoil(ConnectionManager right) {
            return new Spoilt(right) {
                @Override
                public int release(long peer) {
                    return isTurn() ? Result.UNKNOWN_PEER.code() : super.release(peer);
                }
            };
        }
    },
    SELF_CHECK_COMPLAINS(Contract.SELF_CHECK) {
        @Override
        ConnectionManager spoil(ConnectionManager right) {
            return new Spoilt(right) {
                @Override
                public List<String> verify() {
                    return List.of("something disagrees");
                }
            };
        }
    },
    DISCONNECT_LOST(Contract.LIFECYCLE) {
        @Override
        LifecycleListener spoil(LifecycleListener right) {
            return new SpoiltListener(right) {
                @Override
                public void onDisconnected(long peer, int flaps) {
                    if (!isTurn()) {
                        super.onDisconnected(peer, flaps);
                    }
                }
            };
        }
    },
    CONNECT_TOLD_TWICE(Contract.LIFECYCLE) {
        @Override
        LifecycleListener spoil(LifecycleListener right) {
            return new SpoiltListener(right) {
                @Override
                public void onConnected(long peer, int flaps) {
                    super.onConnected(peer, flaps);
                    if (isTurn()) {
                        super.onConnected(peer, flaps);
                    }
                }
            };
        }
    },
    FLAP_LOST(Contract.LIFECYCLE) {
        @Override
        LifecycleListener spoil(LifecycleListener right) {
            return new SpoiltListener(right) {
                @Override
                public void onDisconnected(long peer, int flaps) {
                    super.onDisconnected(peer, Math.max(0, flaps - 1));
                }
            };
        }
    },
    EXPIRY_TOLD_TWICE(Contract.EXPIRY) {
        @Override
        LifecycleListener spoil(LifecycleListener right) {
            return new SpoiltListener(right) {
                @Override
                public void onTicketExpired(long ticket, Direction direction) {
                    super.onTicketExpired(ticket, direction);
                    super.onTicketExpired(ticket, direction);
                }
            };
        }
    },
    EXPIRY_NOT_TOLD(Contract.EXPIRY) {
        @Override
        LifecycleListener spoil(LifecycleListener right) {
            return new SpoiltListener(right) {
                @Override
                public void onTicketExpired(long ticket, Direction direction) {}
            };
        }
    };

    private final Contract broken;
    private final UnaryOperator<PeerManagerBuilder> settings;

    Canary(Contract broken) {
        this(broken, builder -> builder);
    }

    Canary(Contract broken, UnaryOperator<PeerManagerBuilder> settings) {
        this.broken = broken;
        this.settings = settings;
    }

    /** Where the fault shows: not all limits bite in a mix. */
    ScenarioKind scenario() {
        return switch (this) {
            case INBOUND_PLUS_ONE -> ScenarioKind.FLASH_CROWD;
            case TOTAL_PLUS_ONE, OUTBOUND_PLUS_ONE -> ScenarioKind.STEADY;
            case NARROW_PREFIX_PLUS_ONE, WIDE_PREFIX_PLUS_ONE -> ScenarioKind.SYBIL;
            case STALE_HANDLE_DIALED, HANDLE_FORGOTTEN -> ScenarioKind.TURNOVER;
            default -> ScenarioKind.MIX;
        };
    }

    Contract broken() {
        return broken;
    }

    ConnectionManager spoil(ConnectionManager right) {
        return right;
    }

    LifecycleListener spoil(LifecycleListener right) {
        return right;
    }

    @Override
    public Set<Contract> claims() {
        return EnumSet.allOf(Contract.class);
    }

    @Override
    public ConnectionManager build(
            StormLimits limits, NanoClock clock, LifecycleListener listener) {
        PeerManagerBuilder builder =
                PeerageAdapter.builder(limits.settings(clock)).listener(spoil(listener));
        return spoil(new PeerageAdapter(settings.apply(builder).build()));
    }

    /** The limits of a storm of this many residents. */
    static final class Sizes {
        static final int RESIDENTS = 4_000;
        private static final StormLimits LIMITS = StormLimits.of(RESIDENTS);
        static final int CONNECTIONS = LIMITS.connections();
        static final int INBOUND = LIMITS.inbound();
        static final int OUTBOUND = LIMITS.outbound();
        static final int PENDING_INBOUND = LIMITS.pendingInbound();
        static final int PER_PEER = LIMITS.perPeer();

        private Sizes() {}

        static PrefixLimits prefixes(int narrow, int wide) {
            return new PrefixLimits(
                    List.of(new PrefixLimit(32, narrow), new PrefixLimit(24, wide)),
                    PrefixLimits.DEFAULT.v6(),
                    List.of(),
                    0);
        }
    }

    /** Right most of the time. */
    private static class Spoilt extends DelegatingManager {
        private static final int SELDOM = 97;

        private int calls;

        Spoilt(ConnectionManager right) {
            super(right);
        }

        final boolean isTurn() {
            return ++calls % SELDOM == 0;
        }
    }

    /** Right most of the time. */
    private static class SpoiltListener implements LifecycleListener {
        private static final int SELDOM = 97;

        private final LifecycleListener right;
        private int calls;

        SpoiltListener(LifecycleListener right) {
            this.right = right;
        }

        final boolean isTurn() {
            return ++calls % SELDOM == 0;
        }

        @Override
        public void onConnected(long peer, int flaps) {
            right.onConnected(peer, flaps);
        }

        @Override
        public void onDisconnected(long peer, int flaps) {
            right.onDisconnected(peer, flaps);
        }

        @Override
        public void onTicketExpired(long ticket, Direction direction) {
            right.onTicketExpired(ticket, direction);
        }
    }
}
