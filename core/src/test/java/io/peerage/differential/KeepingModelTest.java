/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.differential;

import static io.peerage.differential.KeepingPair.address;
import static io.peerage.differential.KeepingPair.same;
import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.PeerManager;
import io.peerage.config.Cidr;
import io.peerage.config.CidrRules;
import io.peerage.differential.KeepingPair.Twin;
import io.peerage.model.BanReason;
import io.peerage.model.Direction;
import io.peerage.model.IpAddress;
import io.peerage.model.PeerAction;
import io.peerage.model.PeerDataKey;
import io.peerage.model.PeerFlag;
import io.peerage.model.Result;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;

/**
 * Random histories over bans, lists, scores, tags, protections, data, facts, services, groups and restarts agree with the model
 * after every step (features A7, B6, B9, D9, E2, E5, F1 to F3, G1 to G5, H6, J1).
 *
 * <p>Admission, counting, dialing and time are {@code PeerManagerModelTest}'s, the book is {@code AddressBookModelTest}'s.
 */
class KeepingModelTest {
    private static final List<CidrRules> LISTS =
            List.of(
                    CidrRules.NONE,
                    new CidrRules(List.of(Cidr.parse("10.0.0.1/32")), List.of()),
                    new CidrRules(List.of(), List.of(Cidr.parse("10.0.0.0/24"))),
                    new CidrRules(
                            List.of(Cidr.parse("10.9.0.0/16")),
                            List.of(Cidr.parse("10.0.0.2/32"))));
    private static final int[] AMOUNTS = {-1_000, -7_001, -15_000, -33_333, -60_000, 999, 40_000};
    private static final PeerFlag[] FLAGS = {PeerFlag.PROTECTED};

    /** What is done; the numbers choose among what there is. */
    enum Kind {
        REGISTER,
        RELEASE,
        FLAG,
        PERSISTENT,
        PROTECT,
        GROUP,
        OPEN,
        CLOSE,
        BAN,
        DISCOURAGE,
        LIFT,
        BAN_PREFIX,
        DISCOURAGE_PREFIX,
        LIFT_PREFIX,
        LISTS,
        SCORE,
        ACTION,
        EXTERNAL,
        TAG,
        PUT,
        GET_OR_PUT,
        REMOVE,
        PROTOCOL,
        STREAM,
        AGENT,
        PIN,
        UNPIN,
        TICK,
        TIME,
        RESTART
    }

    /** One step of a history. */
    record Op(Kind kind, int a, int b) {}

    @Property(edgeCases = EdgeCasesMode.NONE)
    void everyHistoryAgreesWithTheModel(
            @ForAll("histories") List<Op> history, @ForAll("starts") long start) {
        KeepingPair pair = new KeepingPair(start);
        for (Op op : history) {
            apply(op, pair);
            pair.agree();
        }
        pair.restart();
        pair.agree();
    }

    private static void apply(Op op, KeepingPair pair) {
        PeerManager real = pair.real;
        ReferenceKeeper model = pair.model;
        Twin peer = pair.peer(op.a);
        boolean on = op.b % 2 == 0;
        switch (op.kind) {
            case REGISTER -> pair.register(op.a);
            case RELEASE -> same("release", real.release(peer.real()), model.release(peer.model()));
            case FLAG -> {
                PeerFlag flag = FLAGS[op.b / 2 % FLAGS.length];
                same(
                        "flag",
                        real.setFlag(peer.real(), flag, on),
                        model.flag(peer.model(), flag, on));
            }
            case PERSISTENT ->
                    same(
                            "flag",
                            real.setFlag(peer.real(), PeerFlag.PERSISTENT, true),
                            model.flag(peer.model(), PeerFlag.PERSISTENT, true));
            case PROTECT ->
                    same(
                            "protect",
                            real.reputation().protect(peer.real(), op.b / 2 % 2, on),
                            model.protect(peer.model(), op.b / 2 % 2, on));
            case GROUP ->
                    same(
                            "group",
                            real.groups().set(peer.real(), op.b / 2 % 2, on),
                            model.group(peer.model(), op.b / 2 % 2, on));
            case OPEN -> pair.open(op.a, address(op.b));
            case CLOSE -> {
                Twin link = pair.link(op.a);
                same("close", real.close(link.real()), model.close(link.model()));
            }
            case BAN, DISCOURAGE, LIFT -> ban(op, real, model, peer);
            case BAN_PREFIX, DISCOURAGE_PREFIX, LIFT_PREFIX -> banPrefix(op, real, model);
            case LISTS -> {
                real.bans().replaceLists(LISTS.get(op.a % LISTS.size()));
                model.lists(LISTS.get(op.a % LISTS.size()));
            }
            case SCORE, ACTION, EXTERNAL, TAG -> judge(op, real, model, peer);
            case PUT, GET_OR_PUT, REMOVE -> data(op, pair, peer);
            case PROTOCOL, STREAM, AGENT -> fact(op, pair);
            case PIN ->
                    same(
                            "pin",
                            real.services().pin(op.b % 2, peer.real()),
                            model.pin(op.b % 2, peer.model()));
            case UNPIN -> {
                real.services().unpin(op.b % 2);
                model.unpin(op.b % 2);
            }
            case TICK -> pair.tick();
            case TIME -> {
                int halfLives = 1 + op.a % 3;
                pair.clock.advance(halfLives * KeepingPair.HALF_LIFE);
                model.pass(halfLives);
            }
            case RESTART -> pair.restart();
        }
    }

    private static void ban(Op op, PeerManager real, ReferenceKeeper model, Twin peer) {
        BanReason reason = BanReason.values()[op.b % BanReason.values().length];
        switch (op.kind) {
            case BAN -> {
                IpAddress seen = op.b % 4 == 0 ? IpAddress.NONE : address(op.b);
                same(
                        "ban",
                        real.bans().ban(peer.real(), seen.hi(), seen.lo(), reason),
                        model.ban(peer.model(), seen, reason));
            }
            case DISCOURAGE ->
                    same(
                            "discourage",
                            real.bans().discourage(peer.real(), reason),
                            model.discourage(peer.model(), reason));
            default -> same("lift", real.bans().lift(peer.real()), model.lift(peer.model()));
        }
    }

    private static void banPrefix(Op op, PeerManager real, ReferenceKeeper model) {
        BanReason reason = BanReason.values()[op.b % BanReason.values().length];
        IpAddress ip = address(op.a);
        int bits = ReferenceStanding.WIDTHS[op.b % ReferenceStanding.WIDTHS.length];
        switch (op.kind) {
            case BAN_PREFIX -> {
                done(real.bans().banPrefix(ip.hi(), ip.lo(), bits, reason));
                model.banPrefix(ip, bits, reason);
            }
            case DISCOURAGE_PREFIX -> {
                done(real.bans().discouragePrefix(ip.hi(), ip.lo(), bits, reason));
                model.discouragePrefix(ip, bits, reason);
            }
            default -> {
                done(real.bans().liftPrefix(ip.hi(), ip.lo(), bits));
                model.liftPrefix(ip, bits);
            }
        }
    }

    private static void done(int code) {
        assertThat(code).isEqualTo(Result.DONE.code());
    }

    private static void judge(Op op, PeerManager real, ReferenceKeeper model, Twin peer) {
        int amount = AMOUNTS[op.b % AMOUNTS.length];
        switch (op.kind) {
            case SCORE ->
                    same(
                            "score",
                            real.reputation().add(peer.real(), amount),
                            model.add(peer.model(), amount));
            case ACTION -> {
                PeerAction action = PeerAction.values()[op.b % PeerAction.values().length];
                same(
                        "action",
                        real.reputation().record(peer.real(), action),
                        model.add(peer.model(), action.thousandths()));
            }
            case EXTERNAL -> {
                int points = amount / 1_000;
                same(
                        "external",
                        real.reputation().external(peer.real(), points),
                        model.external(peer.model(), points));
            }
            default -> {
                int kind = op.b % 2;
                boolean added = op.b % 3 != 0;
                int more = amount / 500;
                int told =
                        added
                                ? real.reputation().tag(peer.real(), kind, more)
                                : real.reputation().putTag(peer.real(), kind, more);
                same("tag", told, model.tag(peer.model(), kind, more, added));
            }
        }
    }

    private static void data(Op op, KeepingPair pair, Twin peer) {
        int number = op.b % KeepingPair.KEYS.size();
        PeerDataKey<String> key = KeepingPair.KEYS.get(number);
        switch (op.kind) {
            case PUT -> {
                String value = pair.value();
                same(
                        "put",
                        pair.real.data().put(peer.real(), key, value),
                        pair.model.put(peer.model(), number, value));
            }
            case GET_OR_PUT -> {
                String value = pair.value();
                same(
                        "get or put",
                        pair.real.data().getOrPut(peer.real(), key, value),
                        pair.model.getOrPut(peer.model(), number, value));
            }
            default ->
                    same(
                            "remove",
                            pair.real.data().remove(peer.real(), key),
                            pair.model.remove(peer.model(), number));
        }
    }

    private static void fact(Op op, KeepingPair pair) {
        Twin twin = pair.link(op.a);
        OpenLink link = pair.model.link(twin.model());
        boolean on = op.b % 3 != 0;
        int protocol = op.b % ReferenceKeeper.PROTOCOLS;
        int unknown = Result.UNKNOWN_CONNECTION.code();
        int done = Result.DONE.code();
        switch (op.kind) {
            case PROTOCOL -> {
                same(
                        "protocol",
                        pair.real.facts().protocol(twin.real(), protocol, on),
                        link == null ? unknown : done);
                if (link != null) {
                    long bit = 1L << protocol;
                    link.protocols = on ? link.protocols | bit : link.protocols & ~bit;
                }
            }
            case STREAM -> {
                int of = op.b % (ReferenceKeeper.PROTOCOLS + 1);
                Direction direction = Direction.values()[op.b / 3 % 2];
                OpenLink.Stream stream = new OpenLink.Stream(of, direction);
                boolean opens = op.b % 5 < 3;
                boolean known =
                        link != null
                                && (opens ? link.streams.add(stream) : link.streams.remove(stream));
                int told =
                        opens
                                ? pair.real.facts().streamOpened(twin.real(), of, direction)
                                : pair.real.facts().streamClosed(twin.real(), of, direction);
                same("stream", told, known ? done : unknown);
            }
            default -> {
                String agent = "agent " + op.b;
                same(
                        "agent",
                        pair.real.facts().agent(twin.real(), agent),
                        link == null ? unknown : done);
                if (link != null) {
                    link.agent = agent;
                }
            }
        }
    }

    @Provide
    Arbitrary<List<Op>> histories() {
        Arbitrary<Kind> kinds =
                Arbitraries.frequency(
                        Tuple.of(4, Kind.REGISTER),
                        Tuple.of(5, Kind.RELEASE),
                        Tuple.of(2, Kind.FLAG),
                        Tuple.of(1, Kind.PERSISTENT),
                        Tuple.of(3, Kind.PROTECT),
                        Tuple.of(2, Kind.GROUP),
                        Tuple.of(12, Kind.OPEN),
                        Tuple.of(4, Kind.CLOSE),
                        Tuple.of(6, Kind.BAN),
                        Tuple.of(4, Kind.DISCOURAGE),
                        Tuple.of(4, Kind.LIFT),
                        Tuple.of(2, Kind.BAN_PREFIX),
                        Tuple.of(2, Kind.DISCOURAGE_PREFIX),
                        Tuple.of(3, Kind.LIFT_PREFIX),
                        Tuple.of(1, Kind.LISTS),
                        Tuple.of(8, Kind.SCORE),
                        Tuple.of(3, Kind.ACTION),
                        Tuple.of(3, Kind.EXTERNAL),
                        Tuple.of(3, Kind.TAG),
                        Tuple.of(5, Kind.PUT),
                        Tuple.of(2, Kind.GET_OR_PUT),
                        Tuple.of(2, Kind.REMOVE),
                        Tuple.of(2, Kind.PROTOCOL),
                        Tuple.of(4, Kind.STREAM),
                        Tuple.of(1, Kind.AGENT),
                        Tuple.of(2, Kind.PIN),
                        Tuple.of(1, Kind.UNPIN),
                        Tuple.of(14, Kind.TICK),
                        Tuple.of(7, Kind.TIME),
                        Tuple.of(1, Kind.RESTART));
        Arbitrary<Integer> recent =
                Arbitraries.frequencyOf(
                        Tuple.of(2, Arbitraries.integers().between(0, 3)),
                        Tuple.of(1, Arbitraries.integers().between(0, 60)));
        return Combinators.combine(kinds, recent, Arbitraries.integers().between(0, 60))
                .as(Op::new)
                .list()
                .ofMaxSize(200)
                .withSizeDistribution(RandomDistribution.uniform());
    }

    /** Whole half-lives, also shortly before the clock wraps around. */
    @Provide
    Arbitrary<Long> starts() {
        return Arbitraries.of(
                0L,
                5 * KeepingPair.HALF_LIFE,
                -3 * KeepingPair.HALF_LIFE,
                Long.MIN_VALUE,
                Long.MIN_VALUE - 4 * KeepingPair.HALF_LIFE);
    }
}
