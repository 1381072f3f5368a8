/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.config.BackOffConfig;
import io.peerage.config.DialConfig;
import io.peerage.config.DialTimes;
import io.peerage.model.CandidateKind;
import io.peerage.model.DialOutcome;
import io.peerage.model.DialReason;
import io.peerage.model.PeerFlag;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * Random histories of a node that dials by itself: whom it dials, how many at once, how many in all, and that nobody waits
 * in vain (features C1, C4 to C8, D1 to D8).
 */
class DialLoopHistoryTest {
    private static final int ENOUGH_TRIES = 100;

    private static final EnumSet<DialReason> SEEN = EnumSet.noneOf(DialReason.class);
    private static int tries;
    private static int outages;

    /** What happens; the numbers choose among what there is. */
    enum Kind {
        OFFER,
        BAN,
        PERSIST,
        PROTECT,
        GROUP,
        INBOUND,
        BY_HAND,
        END,
        RELEASE,
        REGISTER,
        FORGIVE,
        SELF,
        ANSWERS,
        CLOSES,
        OUTAGE,
        TICK,
        TIME,
        JUMP
    }

    record Op(Kind kind, int a, int b) {}

    @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
    void theLoopKeepsItsRules(
            @ForAll("settings") DialWorld.Setting setting, @ForAll("histories") List<Op> history) {
        DialWorld world = new DialWorld(setting);
        boolean outage = false;
        for (Op op : history) {
            apply(op, world);
            outage |= world.manager.dialing().isOutage();
        }
        world.finish();
        tries++;
        outages += outage ? 1 : 0;
        for (DialReason reason : DialReason.values()) {
            if (world.manager.dialing().commanded(reason) > 0) {
                SEEN.add(reason);
            }
        }
    }

    /** A generator that got nowhere would find nothing. */
    @AfterContainer
    static void everythingWasMetOnTheWay() {
        if (tries >= ENOUGH_TRIES) {
            EnumSet<DialReason> all = EnumSet.allOf(DialReason.class);
            all.remove(DialReason.REQUESTED);
            assertThat(SEEN).containsAll(all);
            assertThat(outages).isPositive();
        }
    }

    private static void apply(Op op, DialWorld world) {
        switch (op.kind) {
            case OFFER -> {
                CandidateKind[] kinds = CandidateKind.values();
                // Several addresses at once, as a discovery finds them.
                for (int i = 0; i <= op.b % 4; i++) {
                    world.offer(op.a + 3 * i, kinds[(op.b / 4 + i) % kinds.length], op.b / 20 % 6);
                }
            }
            case BAN -> world.ban(op.a, op.b % 3 == 0);
            case PERSIST -> world.flag(op.a, PeerFlag.PERSISTENT, op.b % 2 == 0);
            case PROTECT -> world.flag(op.a, PeerFlag.PROTECTED, op.b % 2 == 0);
            case GROUP -> world.group(op.a, op.b % 2 == 0 ? 7 : 100, op.b % 3 > 0);
            case INBOUND -> world.connectInbound(op.a);
            case BY_HAND -> world.dialByHand(op.a);
            case END -> world.end(op.a, outcome(op.b));
            case RELEASE -> world.release(op.a);
            case REGISTER -> world.register(op.a);
            case FORGIVE -> world.forgive(op.a);
            case SELF -> world.learnSelf(op.a);
            case ANSWERS -> world.answers(op.b % 3 == 0 ? null : outcome(op.b / 3));
            case CLOSES -> world.obeysClose(op.b % 3 > 0);
            case OUTAGE -> {
                world.outage();
                world.run(op.b % 60);
            }
            case TICK -> world.tick();
            case TIME -> world.run(1 + op.b % 45);
            case JUMP -> world.jump(1 + op.b % 30);
        }
    }

    private static DialOutcome outcome(int number) {
        List<DialOutcome> outcomes =
                List.of(
                        DialOutcome.ESTABLISHED,
                        DialOutcome.REFUSED,
                        DialOutcome.ESTABLISHED,
                        DialOutcome.TIMEOUT,
                        DialOutcome.CANCELLED,
                        DialOutcome.HANDSHAKE,
                        DialOutcome.ESTABLISHED,
                        DialOutcome.WRONG_ID);
        return outcomes.get(number % outcomes.size());
    }

    @Provide
    Arbitrary<List<Op>> histories() {
        Arbitrary<Kind> kinds =
                Arbitraries.frequency(
                        Tuple.of(6, Kind.OFFER),
                        Tuple.of(2, Kind.BAN),
                        Tuple.of(3, Kind.PERSIST),
                        Tuple.of(1, Kind.PROTECT),
                        Tuple.of(2, Kind.GROUP),
                        Tuple.of(2, Kind.INBOUND),
                        Tuple.of(2, Kind.BY_HAND),
                        Tuple.of(8, Kind.END),
                        Tuple.of(2, Kind.RELEASE),
                        Tuple.of(2, Kind.REGISTER),
                        Tuple.of(1, Kind.FORGIVE),
                        Tuple.of(1, Kind.ANSWERS),
                        Tuple.of(1, Kind.CLOSES),
                        Tuple.of(4, Kind.TICK),
                        Tuple.of(6, Kind.TIME));
        Arbitrary<Kind> seldom = Arbitraries.of(Kind.SELF, Kind.OUTAGE, Kind.JUMP, Kind.ANSWERS);
        Arbitrary<Integer> number = Arbitraries.integers().between(0, 239);
        return Combinators.combine(
                        Arbitraries.frequencyOf(Tuple.of(30, kinds), Tuple.of(1, seldom)),
                        number,
                        number)
                .as(Op::new)
                .list()
                .ofMinSize(10)
                .ofMaxSize(150);
    }

    @Provide
    Arbitrary<DialWorld.Setting> settings() {
        Arbitrary<DialTimes> times =
                Arbitraries.of(
                        DialTimes.DEFAULT.withFeelers(Duration.ZERO),
                        DialTimes.DEFAULT
                                .withFirstRun(Duration.ZERO)
                                .withFeelers(Duration.ofSeconds(20)),
                        DialTimes.DEFAULT
                                .withFirstRun(Duration.ZERO)
                                .withFeelers(Duration.ofSeconds(40))
                                .withChurn(Duration.ofSeconds(20), Duration.ofSeconds(40)));
        Arbitrary<DialConfig> dialing =
                Combinators.combine(
                                times,
                                Arbitraries.integers().between(0, 6),
                                Arbitraries.integers().between(1, 5),
                                Arbitraries.of(true, false),
                                Arbitraries.of(true, false))
                        .as(
                                (when, target, parallel, diverse, groups) ->
                                        new DialConfig(
                                                target,
                                                5,
                                                groups
                                                        ? java.util.Map.of(7, 2, 100, 1)
                                                        : java.util.Map.of(),
                                                parallel,
                                                diverse,
                                                parallel * 3,
                                                when));
        Arbitrary<BackOffConfig> policies =
                Arbitraries.of(
                        BackOffConfig.DEFAULT,
                        BackOffConfig.NWAKU,
                        BackOffConfig.JS_LIBP2P,
                        BackOffConfig.CARDANO,
                        BackOffConfig.constant(Duration.ofSeconds(2)).attempts(4));
        return Combinators.combine(
                        dialing,
                        policies,
                        Arbitraries.of(1, 3, 40),
                        Arbitraries.of(true, false),
                        Arbitraries.longs())
                .as(DialWorld.Setting::new);
    }
}
