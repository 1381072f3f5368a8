/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.reputation;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.config.ScoreConfig;
import io.peerage.config.TagConfig;
import io.peerage.config.TagKind;
import io.peerage.peer.TenantColumn;
import io.peerage.testing.Race;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Several threads on the words of one peer. */
class ReputationRaceTest {
    private static final ScoreConfig CONFIG = ScoreConfig.DEFAULT;
    private static final int THREADS = 3;
    private static final TagConfig TAGS =
            new TagConfig(
                    List.of(
                            TagKind.plain("plain"),
                            TagKind.decaying("decaying", Duration.ofMinutes(10))),
                    IntStream.range(0, 40).mapToObj(i -> "name" + i).toList());

    private static PeerScores scores() {
        return new PeerScores(1, CONFIG, new BadScoreTable(CONFIG), 0);
    }

    /** Within one step nothing decays: the sum is exact. */
    @Test
    void noChangeIsLost() {
        Race.rounds(
                60,
                (race, random) -> {
                    PeerScores scores = scores();
                    TagTable tags = new TagTable(1, TAGS, 0);
                    long sum = 0;
                    List<Race.Runner> runners = new ArrayList<>();
                    for (int thread = 0; thread < THREADS; thread++) {
                        int amount = random.nextBoolean() ? 1 : -1;
                        int times = random.nextInt(5_000, 10_000);
                        sum += (long) amount * times;
                        runners.add(
                                () -> {
                                    for (int i = 0; i < times; i++) {
                                        scores.add(0, 0, amount, i);
                                    }
                                    for (int i = 0; i < times; i++) {
                                        tags.add(0, 0, 0, amount, i);
                                        tags.add(0, 0, 1, amount, i);
                                    }
                                });
                    }
                    race.run(runners);
                    assertThat((long) scores.own(0, 0, 0)).isEqualTo(sum);
                    assertThat(tags.value(0, 0, 0, 0)).isEqualTo(1_000 * sum);
                    assertThat(tags.value(0, 0, 1, 0)).isEqualTo(1_000 * sum);
                });
    }

    /** Writers that hold old handles race with one tenant after another; each tenant has what was said of it alone. */
    @Test
    void noChangeReachesAnotherTenant() {
        Race.rounds(
                40,
                (race, random) -> {
                    PeerScores scores = scores();
                    TagTable tags = new TagTable(1, TAGS, 0);
                    ProtectionColumn protections = new ProtectionColumn(1, TAGS);
                    AtomicInteger current = new AtomicInteger();
                    int tenants = 2_000;
                    List<Race.Runner> runners = new ArrayList<>();
                    runners.add(
                            () -> {
                                for (int generation = 1; generation <= tenants; generation++) {
                                    for (TenantColumn column : List.of(scores, tags, protections)) {
                                        column.tenant(0, generation, 0);
                                    }
                                    // Nobody knows of this tenant yet: it is as new.
                                    assertThat(scores.own(0, generation, 0)).isZero();
                                    assertThat(scores.external(0, generation)).isZero();
                                    assertThat(tags.sum(0, generation, 0)).isZero();
                                    assertThat(protections.names(0, generation)).isZero();
                                    assertThat(protections.isProtected(0, generation)).isFalse();
                                    // And its words are its own.
                                    assertThat(scores.add(0, generation, 1, 0)).isNotNull();
                                    assertThat(scores.putExternal(0, generation, 1, 0)).isNotNull();
                                    assertThat(tags.add(0, generation, 0, 1, 0)).isTrue();
                                    assertThat(tags.add(0, generation, 1, 1, 0)).isTrue();
                                    assertThat(protections.put(0, generation, 40, true))
                                            .isEqualTo(ProtectionChange.PROTECTED);
                                    assertThat(scores.total(0, generation, 0)).isEqualTo(1_001);
                                    assertThat(tags.sum(0, generation, 0)).isEqualTo(2_000);
                                    current.set(generation);
                                }
                            });
                    for (int thread = 1; thread < THREADS; thread++) {
                        runners.add(
                                () -> {
                                    int generation = 0;
                                    while (generation < tenants) {
                                        generation = current.get();
                                        scores.add(0, generation, -1_000, 0);
                                        scores.putExternal(0, generation, -3, 0);
                                        tags.add(0, generation, 0, 5, 0);
                                        tags.put(0, generation, 1, 5, 0);
                                        protections.put(0, generation, 2, true);
                                        protections.put(0, generation, 35, true);
                                    }
                                });
                    }
                    race.run(runners);
                });
    }

    /** Of all that protect and let go, the changes that are told alternate, and the last one is how it stays. */
    @Test
    void changesOfProtectionAreToldOnce() {
        int[][] names = {{0, 1, 2}, {0, 39, 40}, {3, 3, 40}, {40, 40, 40}};
        Race.rounds(
                300,
                (race, random) -> {
                    ProtectionColumn protections = new ProtectionColumn(1, TAGS);
                    int[] mine = names[random.nextInt(names.length)];
                    AtomicInteger balance = new AtomicInteger();
                    List<Race.Runner> runners = new ArrayList<>();
                    for (int name : mine) {
                        boolean stays = random.nextInt(3) == 0;
                        runners.add(
                                () -> {
                                    for (int i = 0; i < 200; i++) {
                                        count(balance, protections.put(0, 0, name, true));
                                        assertThat(
                                                        mine[0] != mine[1]
                                                                && !protections.isProtected(0, 0))
                                                .as("mine is set")
                                                .isFalse();
                                        if (!stays || i < 199) {
                                            count(balance, protections.put(0, 0, name, false));
                                        }
                                    }
                                });
                    }
                    race.run(runners);
                    boolean isProtected = protections.isProtected(0, 0);
                    assertThat(isProtected).isEqualTo(protections.names(0, 0) != 0);
                    assertThat(balance.get()).isEqualTo(isProtected ? 1 : 0);
                });
    }

    private static void count(AtomicInteger balance, ProtectionChange change) {
        assertThat(change).isNotEqualTo(ProtectionChange.STALE);
        if (change == ProtectionChange.PROTECTED) {
            balance.incrementAndGet();
        } else if (change == ProtectionChange.UNPROTECTED) {
            balance.decrementAndGet();
        }
    }
}
