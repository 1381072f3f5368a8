/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.ban;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.peerage.concurrent.StripedCounters;
import io.peerage.config.BanConfig;
import io.peerage.hash.KeyedHash;
import io.peerage.model.BanReason;
import io.peerage.model.Counter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BanKeeperTest {
    private static final long HOUR = Duration.ofHours(1).toNanos();
    private static final long UNIT = BanWord.UNIT_NANOS;
    private static final long V4 = 0xffffL << 32;
    private static final long IP = V4 | 0x0a01_0203;

    private final StripedCounters counters = new StripedCounters(Counter.values().length, 2);
    private final List<String> ended = new ArrayList<>();

    private final class Fixture {
        final BanTable table;
        final BanKeeper keeper;
        final BanSweep sweep;

        Fixture(BanConfig config, long now) {
            assertThat(config.problems()).isEmpty();
            this.table = new BanTable(config, KeyedHash.known(3, 4));
            this.keeper =
                    new BanKeeper(
                            config,
                            table,
                            counters,
                            now,
                            (key, tag, dropped) ->
                                    ended.add(key + "/" + tag + (dropped ? "!" : "")));
            this.sweep = new BanSweep(keeper);
        }

        void ban(long key, long lo, long now) {
            keeper.banPeer(key, 0, lo, key * 10, BanReason.LOW_SCORE, now);
        }
    }

    private long count(Counter counter) {
        return counters.sum(counter.ordinal());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MAX_VALUE - 5, Long.MIN_VALUE, -13 * 3_600_000_000_000L})
    void g1_bansDoubleFrom12HoursTo7Days(long start) {
        Fixture fixture = new Fixture(BanConfig.DEFAULT, start);
        long now = start;
        int bans = 0;
        for (int hours : new int[] {12, 24, 48, 96, 168, 168, 168}) {
            fixture.ban(7, IP, now);
            bans++;
            assertThat(BanWord.bans(fixture.table.peer(7))).isEqualTo(bans);
            assertThat(BanWord.reason(fixture.table.peer(7))).isEqualTo(BanReason.LOW_SCORE);
            assertThat(fixture.table.isPeerBanned(7, now)).isTrue();
            assertThat(fixture.table.isPeerBanned(7, now + hours * HOUR - 1))
                    .as("never early")
                    .isTrue();
            fixture.sweep.sweep(now + hours * HOUR - 1, 10);
            assertThat(ended).isEmpty();
            now += hours * HOUR + UNIT;
            assertThat(fixture.table.isPeerBanned(7, now)).as("over before the sweep").isFalse();
            assertThat(fixture.sweep.sweep(now, 10)).isEqualTo(1);
            assertThat(ended).containsExactly("7/70");
            ended.clear();
            assertThat(fixture.table.isPeersEmpty()).isTrue();
        }
    }

    @Test
    void g1_aBanInForceIsNeitherEscalatedNorShortened() {
        Fixture fixture = new Fixture(BanConfig.DEFAULT, 0);
        fixture.ban(7, IP, 0);
        long later = fixture.keeper.banPeer(7, 0, IP, 70, BanReason.BY_HAND, HOUR);
        assertThat(BanWord.bans(later)).isEqualTo(1);
        assertThat(BanWord.isBanned(later, 13 * HOUR - 1)).isTrue();
        assertThat(BanWord.isBanned(later, 13 * HOUR + UNIT)).isFalse();
        assertThat(BanWord.reason(later)).isEqualTo(BanReason.BY_HAND);
        long steppedBack = fixture.keeper.banPeer(7, 0, IP, 70, BanReason.OTHER, -5 * HOUR);
        assertThat(BanWord.isBanned(steppedBack, 13 * HOUR - 1)).as("not shortened").isTrue();
    }

    @Test
    void g1_liftedByHandAllIsForgotten() {
        Fixture fixture = new Fixture(BanConfig.DEFAULT, 0);
        fixture.ban(7, IP, 0);
        fixture.sweep.sweep(13 * HOUR, 1);
        fixture.ban(7, IP, 13 * HOUR);
        assertThat(BanWord.bans(fixture.table.peer(7))).isEqualTo(2);
        ended.clear();
        assertThat(fixture.keeper.liftPeer(7)).isTrue();
        assertThat(ended).containsExactly("7/70");
        assertThat(fixture.keeper.liftPeer(7)).isFalse();
        assertThat(fixture.table.peer(7)).isEqualTo(BanWord.NONE);
        fixture.ban(7, IP, 14 * HOUR);
        assertThat(BanWord.bans(fixture.table.peer(7))).isEqualTo(1);
        assertThat(fixture.sweep.nothingDueBefore(100 * HOUR)).isLessThan(26 * HOUR + UNIT);
    }

    @Test
    void g1_prefixesOfEachWidth() {
        Fixture fixture = new Fixture(BanConfig.DEFAULT, 0);
        fixture.keeper.banPrefix(0, IP, 24, BanReason.EXHAUSTION, 0);
        assertThat(fixture.table.isAddressBanned(0, IP, 1)).isTrue();
        assertThat(fixture.table.isAddressBanned(0, IP ^ 255, 1)).as("the same /24").isTrue();
        assertThat(fixture.table.isAddressBanned(0, IP ^ 256, 1)).isFalse();
        assertThat(fixture.table.prefix(0, IP, 32)).isEqualTo(BanWord.NONE);
        long hi = 0x2001_0db8_0001_ff02L;
        fixture.keeper.banPrefix(hi, 9, 56, BanReason.EXHAUSTION, 0);
        assertThat(fixture.table.isAddressBanned(hi ^ 255, 5, 1)).isTrue();
        assertThat(fixture.table.isAddressBanned(hi ^ 256, 5, 1)).isFalse();
        assertThat(fixture.table.isAddressBanned(0, 0, 1)).as("no address").isFalse();
        assertThat(fixture.keeper.liftPrefix(hi, 1, 56)).isTrue();
        assertThat(fixture.keeper.liftPrefix(hi, 1, 56)).isFalse();
        assertThat(fixture.table.isAddressBanned(hi, 9, 1)).isFalse();
        fixture.sweep.sweep(12 * HOUR + UNIT, 5);
        assertThat(fixture.keeper.prefixes()).isZero();
        long again = fixture.keeper.banPrefix(0, IP, 24, BanReason.EXHAUSTION, 13 * HOUR);
        assertThat(BanWord.bans(again)).isEqualTo(2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> fixture.keeper.banPrefix(0, IP, 25, BanReason.OTHER, 0))
                .withMessageContaining("IPv4 prefix width 25 is not one");
    }

    @Test
    void g3_moreThanFiveBannedPeersBanTheirPrefixUntilOneIsLess() {
        Fixture fixture = new Fixture(BanConfig.DEFAULT, 0);
        for (int peer = 1; peer <= 5; peer++) {
            fixture.ban(peer, IP, 0);
            fixture.ban(peer, IP, 1);
        }
        assertThat(fixture.table.isAddressBanned(0, IP, 1)).isFalse();
        fixture.ban(6, IP ^ 1, 0);
        assertThat(fixture.table.isAddressBanned(0, IP, 1)).as("another /32").isFalse();
        fixture.ban(7, IP, HOUR);
        assertThat(fixture.keeper.sharing(0, IP)).isEqualTo(6);
        assertThat(fixture.table.isAddressBanned(0, IP, 1)).isTrue();
        fixture.keeper.liftPeer(3);
        assertThat(fixture.table.isAddressBanned(0, IP, 1)).isFalse();
        assertThat(fixture.keeper.prefixes()).isZero();
        fixture.ban(8, IP, HOUR);
        assertThat(fixture.table.isAddressBanned(0, IP, 12 * HOUR)).isTrue();
        fixture.sweep.sweep(12 * HOUR + 2 * UNIT, 100);
        assertThat(fixture.keeper.sharing(0, IP)).isEqualTo(2);
        assertThat(fixture.table.isAddressBanned(0, IP, 1)).isFalse();
    }

    @Test
    void g3_aSharedPrefixKeepsABanOfItsOwn() {
        Fixture fixture = new Fixture(BanConfig.DEFAULT.sharing(1), 0);
        fixture.keeper.banPrefix(0, IP, 32, BanReason.BY_HAND, 0);
        fixture.ban(1, IP, HOUR);
        fixture.ban(2, IP, HOUR);
        fixture.sweep.sweep(12 * HOUR + UNIT, 100);
        assertThat(fixture.table.isAddressBanned(0, IP, 12 * HOUR + UNIT)).as("shared").isTrue();
        fixture.keeper.liftPeer(1);
        assertThat(fixture.table.isAddressBanned(0, IP, 12 * HOUR + UNIT)).isFalse();
        fixture.keeper.banPrefix(0, IP, 32, BanReason.BY_HAND, 13 * HOUR);
        fixture.ban(1, IP, 13 * HOUR);
        fixture.keeper.liftPeer(1);
        assertThat(BanWord.bans(fixture.table.prefix(0, IP, 32))).isEqualTo(2);
        assertThat(fixture.table.isAddressBanned(0, IP, 13 * HOUR)).as("its own").isTrue();
    }

    @Test
    void g3_loopbackAndNoAddressAreNotCounted() {
        Fixture fixture = new Fixture(BanConfig.DEFAULT.sharing(1), 0);
        for (int peer = 1; peer <= 9; peer++) {
            fixture.ban(peer, V4 | 0x7f00_0001, 0);
            fixture.ban(100 + peer, 0, 0);
        }
        assertThat(fixture.keeper.prefixes()).isZero();
        Fixture any = new Fixture(BanConfig.DEFAULT.sharing(0), 0);
        for (int peer = 1; peer <= 99; peer++) {
            any.ban(peer, IP, 0);
        }
        assertThat(any.keeper.prefixes()).isZero();
    }

    @Test
    void g4_discouragedIsNoBanAndGoesFirst() {
        Fixture fixture = new Fixture(BanConfig.DEFAULT.sized(2, 2, 2), 0);
        fixture.ban(1, IP, 0);
        fixture.keeper.discouragePeer(2, 20, BanReason.LOW_SCORE, 1);
        assertThat(BanWord.isDiscouraged(fixture.table.peer(2), 1)).isTrue();
        assertThat(fixture.table.isPeerBanned(2, 1)).isFalse();
        fixture.ban(3, IP, 2);
        assertThat(ended).containsExactly("2/20!");
        assertThat(fixture.table.isPeerBanned(1, 2)).as("older, but a ban").isTrue();
        long still = fixture.keeper.discouragePeer(1, 10, BanReason.LOW_SCORE, 3);
        assertThat(BanWord.isBanned(still, 3)).isTrue();
        fixture.keeper.discouragePrefix(0, IP, 24, BanReason.OTHER, 0);
        assertThat(BanWord.isDiscouraged(fixture.table.address(0, IP, 1), 1)).isTrue();
        assertThat(fixture.table.isAddressBanned(0, IP, 1)).isFalse();
        fixture.keeper.banPrefix(0, IP, 32, BanReason.OTHER, 0);
        assertThat(fixture.table.isAddressBanned(0, IP, 1)).isTrue();
        fixture.sweep.sweep(25 * HOUR, 100);
        assertThat(fixture.keeper.prefixes()).isZero();
        assertThat(fixture.keeper.sharing(0, IP)).isZero();
    }

    @Test
    void g5_theOldestGoesAndIsCounted() {
        Fixture fixture = new Fixture(BanConfig.DEFAULT.sized(3, 2, 2), 0);
        for (int peer = 1; peer <= 3; peer++) {
            fixture.ban(peer, IP, peer);
        }
        fixture.ban(1, IP, 4);
        fixture.ban(4, IP, 5);
        assertThat(ended).containsExactly("2/20!");
        assertThat(count(Counter.PEER_BANS_DROPPED)).isEqualTo(1);
        assertThat(fixture.keeper.sharing(0, IP)).isEqualTo(3);
        fixture.ban(2, IP, 6);
        assertThat(BanWord.bans(fixture.table.peer(2))).as("remembered").isEqualTo(2);
        for (int i = 0; i < 5; i++) {
            fixture.keeper.banPrefix(0, V4 | i + 1, 32, BanReason.OTHER, i);
        }
        assertThat(count(Counter.PREFIX_BANS_DROPPED)).isEqualTo(3);
        assertThat(fixture.keeper.prefixes()).isEqualTo(2);
        assertThat(fixture.keeper.remembered()).isEqualTo(2);
        assertThat(count(Counter.OFFENDERS_FORGOTTEN)).isEqualTo(2);
        assertThat(fixture.table.isAddressBanned(0, V4 | 5, 9)).isTrue();
        assertThat(fixture.table.isAddressBanned(0, V4 | 3, 9)).isFalse();
    }

    /** Peers, prefixes and shared prefixes as naive maps have them. */
    @Property(tries = 300)
    void g1_g3_g5_likeAModel(
            @ForAll @Size(max = 150) List<@IntRange(max = 99_999) Integer> steps,
            @ForAll long start) {
        BanConfig config = BanConfig.DEFAULT.sized(6, 50, 50).sharing(2);
        Fixture fixture = new Fixture(config, start);
        Map<Integer, long[]> model = new LinkedHashMap<>();
        long elapsed = 0;
        for (int step : steps) {
            int peer = 1 + step % 12;
            int prefix = 1 + step / 12 % 3;
            switch (step / 36 % 4) {
                case 0, 1 -> {
                    long[] known = model.remove(peer);
                    if (known == null && model.size() == 6) {
                        model.remove(model.keySet().iterator().next());
                    }
                    long shared = known == null ? prefix : known[1];
                    fixture.ban(peer, V4 | prefix, start + elapsed);
                    long until = BanWord.until(fixture.table.peer(peer)) - start;
                    model.put(peer, new long[] {until, shared});
                }
                case 2 -> {
                    boolean was = model.remove(peer) != null;
                    assertThat(fixture.keeper.liftPeer(peer)).isEqualTo(was);
                }
                default -> {
                    elapsed += (step / 144) * HOUR / 10;
                    long now = elapsed;
                    model.values().removeIf(entry -> entry[0] <= now);
                    fixture.sweep.sweep(start + elapsed, 100);
                }
            }
            assertSame(fixture, model, start + elapsed);
        }
    }

    private static void assertSame(Fixture fixture, Map<Integer, long[]> model, long now) {
        assertThat(fixture.keeper.peers()).isEqualTo(model.size());
        for (int peer = 1; peer <= 12; peer++) {
            assertThat(fixture.table.isPeerBanned(peer, now)).isEqualTo(model.containsKey(peer));
        }
        for (int prefix = 1; prefix <= 3; prefix++) {
            int each = prefix;
            int count = (int) model.values().stream().filter(entry -> entry[1] == each).count();
            assertThat(fixture.keeper.sharing(0, V4 | prefix)).isEqualTo(count);
            assertThat(fixture.table.isAddressBanned(0, V4 | prefix, now)).isEqualTo(count > 2);
        }
    }

    @Test
    void g5_mistakesAreNamed() {
        BanConfig wrong =
                new BanConfig(2 * HOUR, HOUR, 5, 0, 0, -1, -1, List.of(32, 32, 33), List.of());
        assertThat(wrong.problems())
                .containsExactly(
                        "longest ban of 1 h is shorter than the first of 2 h; raise the one or lower the other",
                        "discouraged time is 5 ns, allowed are 1 s to 365 d; set how long it lasts",
                        "banned peers is 0, allowed are 1 to 1000000; set how many can be banned at once",
                        "banned prefixes is 0, allowed are 1 to 1000000; set how many can be banned at once",
                        "remembered offenders is -1, allowed are 0 to 1000000; set 0 to forget bans that are over",
                        "banned peers sharing a prefix is -1, allowed are 0 to 1000000; set 0 for any number",
                        "IPv4 ban prefix /32 is given twice; name it once",
                        "IPv4 ban prefix bits is 33, allowed are 1 to 32; name the bits of the network part",
                        "IPv6 ban widths is 0, allowed are 1 to 4; name the widths that prefixes are banned by");
    }
}
