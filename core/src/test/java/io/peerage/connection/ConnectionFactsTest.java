/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.model.Direction;
import io.peerage.model.IpAddress;
import io.peerage.time.Deadlines;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Facts of three neighbouring slots: what is said of the middle one is not said of the others, nor of its next tenant. */
class ConnectionFactsTest {
    private static final int SLOTS = 3;
    private static final int PROTOCOLS = 40;
    private static final int TENANT = 7;
    private static final int LATE = TENANT - 1;
    private static final long STEP = 1L << 20;

    private final ConnectionFacts facts = new ConnectionFacts(SLOTS, PROTOCOLS, 2);

    @BeforeEach
    void everySlotIsTaken() {
        for (int slot = 0; slot < SLOTS; slot++) {
            begin(slot, TENANT, "10.0.0." + slot);
        }
    }

    private void begin(int slot, int generation, String ip) {
        IpAddress address = IpAddress.parse(ip);
        facts.begin(slot, generation, address.hi(), address.lo());
    }

    private void sayAll(int slot, int generation) {
        assertThat(facts.protocol(slot, generation, 5, true)).isTrue();
        assertThat(facts.protocol(slot, generation, 39, true)).isTrue();
        assertThat(facts.ping(slot, generation, 3_000)).isTrue();
        assertThat(facts.useful(slot, generation, false, 4 * STEP)).isTrue();
        assertThat(facts.useful(slot, generation, true, 5 * STEP)).isTrue();
        for (int protocol : new int[] {0, 39, PROTOCOLS}) {
            assertThat(facts.stream(slot, generation, protocol, Direction.INBOUND, true)).isTrue();
            assertThat(facts.stream(slot, generation, protocol, Direction.OUTBOUND, true)).isTrue();
        }
        assertThat(facts.agent(slot, generation, "agent")).isTrue();
    }

    private void assertNothingKnown(int slot, int generation) {
        assertThat(facts.protocols(slot)).isZero();
        assertThat(facts.minPing(slot)).isEqualTo(Long.MAX_VALUE);
        assertThat(facts.lastUseful(slot, false)).isZero();
        assertThat(facts.lastUseful(slot, true)).isZero();
        assertThat(facts.streams(slot)).isZero();
        assertThat(facts.agent(slot, generation)).isNull();
    }

    private void assertAllSaidOfTheMiddleAlone() {
        assertNothingKnown(0, TENANT);
        assertNothingKnown(2, TENANT);
        assertThat(facts.protocols(1)).isEqualTo(1L << 5 | 1L << 39);
        assertThat(facts.minPing(1)).isEqualTo(3_000);
        assertThat(facts.lastUseful(1, false)).isEqualTo(Deadlines.stamp(4 * STEP));
        assertThat(facts.lastUseful(1, true)).isEqualTo(Deadlines.stamp(5 * STEP));
        assertThat(facts.streams(1)).isEqualTo(6);
        assertThat(facts.agent(1, TENANT)).isEqualTo("agent");
    }

    @Test
    void whatIsSaidOfASlotIsSaidOfNoNeighbour() {
        sayAll(1, TENANT);
        assertAllSaidOfTheMiddleAlone();
    }

    @Test
    void theLateAreNotHeardAndNeitherAreThoseBeforeTheirTime() {
        sayAll(1, TENANT);
        for (int other : new int[] {LATE, TENANT + 1}) {
            assertThat(facts.protocol(1, other, 5, false)).isFalse();
            assertThat(facts.protocol(1, other, 6, true)).isFalse();
            assertThat(facts.ping(1, other, 1_000)).isFalse();
            assertThat(facts.useful(1, other, false, 9 * STEP)).isFalse();
            assertThat(facts.useful(1, other, true, 9 * STEP)).isFalse();
            assertThat(facts.stream(1, other, 0, Direction.INBOUND, true)).isFalse();
            assertThat(facts.stream(1, other, 0, Direction.INBOUND, false)).isFalse();
            assertThat(facts.agent(1, other)).isNull();
        }
        assertThat(facts.agent(1, LATE, "late")).isFalse();
        assertAllSaidOfTheMiddleAlone();
        assertThat(facts.streams(0, Direction.INBOUND)).isEqualTo(1);
    }

    @Test
    void theEndForgetsAllBeforeTheNextBegins() {
        sayAll(0, TENANT);
        sayAll(1, TENANT);
        facts.end(1, TENANT);
        assertNothingKnown(1, TENANT);
        for (int protocol : new int[] {0, 39, PROTOCOLS}) {
            for (Direction direction : Direction.values()) {
                assertThat(facts.streams(protocol, direction)).as("of slot 0").isEqualTo(1);
            }
        }
        assertThat(facts.ping(1, TENANT, 1)).as("after the end").isFalse();
        assertThat(facts.useful(1, TENANT, false, 1)).isFalse();
        assertThat(facts.protocol(1, TENANT, 39, true)).isFalse();
        assertThat(facts.stream(1, TENANT, 39, Direction.INBOUND, true)).isFalse();
        assertThat(facts.ping(1, LATE, 1)).as("long after the end").isFalse();
        assertThat(facts.stream(1, LATE, 39, Direction.INBOUND, true)).isFalse();
        begin(1, TENANT + 1, "10.0.0.9");
        assertNothingKnown(1, TENANT + 1);
        sayAll(1, TENANT + 1);
        assertThat(facts.streams(1)).isEqualTo(6);
    }

    /** A slot whose generations were not told of, as one that was taken and given back before it had a ticket. */
    @Test
    void aNewTenantBeginsAnewWhateverTheLastSaid() {
        sayAll(1, TENANT);
        begin(1, TENANT + 5, "10.0.0.9");
        assertThat(facts.protocols(1)).isZero();
        assertThat(facts.minPing(1)).isEqualTo(Long.MAX_VALUE);
        assertThat(facts.lastUseful(1, false)).isZero();
        assertThat(facts.lastUseful(1, true)).isZero();
        assertThat(facts.streams(1)).isZero();
        assertThat(facts.ping(1, TENANT + 5, 1_000)).isTrue();
        assertThat(facts.stream(1, TENANT + 5, PROTOCOLS, Direction.INBOUND, true)).isTrue();
    }

    @Test
    void theAgentOfALaterTenantStaysWhenTheEarlierOnesComes() {
        for (int tenant : new int[] {3, Integer.MAX_VALUE, Integer.MIN_VALUE, -1, 0}) {
            begin(1, tenant, "10.0.0.1");
            assertThat(facts.agent(1, tenant, "first")).isTrue();
            assertThat(facts.agent(1, tenant, "second")).as("told again").isTrue();
            assertThat(facts.agent(1, tenant - 1, "late")).as("before %d", tenant).isFalse();
            assertThat(facts.agent(1, tenant)).isEqualTo("second");
            assertThat(facts.agent(1, tenant - 1)).isNull();
            facts.end(1, tenant);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, true",
        "255.255.255.255, true",
        "2001:db8::1, false",
        "::1, false",
        "8000::, false"
    })
    void anAddressIsKnownByWhatLimitsAndNetgroupsGoBy(String ip, boolean v4) {
        IpAddress address = IpAddress.parse(ip);
        begin(1, TENANT + 1, ip);
        assertThat(facts.ipHi(1)).isEqualTo(address.hi());
        assertThat(facts.ipLo(1)).as("of IPv6 the first half").isEqualTo(v4 ? address.lo() : 0);
        assertThat(facts.ipLo(0)).isEqualTo(IpAddress.parse("10.0.0.0").lo());
        assertThat(facts.ipLo(2)).isEqualTo(IpAddress.parse("10.0.0.2").lo());
        assertThat(facts.ipHi(2)).isZero();
    }

    @Test
    void noAddressIsNone() {
        facts.begin(1, TENANT + 1, 0, 0);
        assertThat(facts.ipHi(1)).isZero();
        assertThat(facts.ipLo(1)).isZero();
    }

    @Test
    void protocolsAreBitsOfTheirOwn() {
        long spoken = 0;
        for (int protocol = 0; protocol < PROTOCOLS; protocol++) {
            assertThat(facts.protocol(1, TENANT, protocol, true)).isTrue();
            spoken |= 1L << protocol;
            assertThat(facts.protocols(1)).isEqualTo(spoken);
            assertThat(facts.protocol(1, TENANT, protocol, true)).as("again").isTrue();
        }
        for (int protocol = 0; protocol < PROTOCOLS; protocol += 3) {
            assertThat(facts.protocol(1, TENANT, protocol, false)).isTrue();
            spoken &= ~(1L << protocol);
            assertThat(facts.protocols(1)).isEqualTo(spoken);
        }
        assertThat(facts.protocols()).isEqualTo(PROTOCOLS);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1000",
        "999, 1000",
        "1000, 1000",
        "1999, 1000",
        "2000, 2000",
        "9223372036854775807, 17592186044415000"
    })
    void pingsAreWholeMicrosecondsFromOneToWhatFits(long nanos, long known) {
        assertThat(facts.ping(1, TENANT, nanos)).isTrue();
        assertThat(facts.minPing(1)).isEqualTo(known);
    }

    @Test
    void theLowestPingCounts() {
        for (long ping : new long[] {9_000, 12_000, 4_000, 5_000, 4_000}) {
            assertThat(facts.ping(1, TENANT, ping)).isTrue();
        }
        assertThat(facts.minPing(1)).isEqualTo(4_000);
    }

    /** In steps of a millisecond, whatever the clock's sign; what is useful at the clock's 0 was not never. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1, STEP - 1, STEP, 9 * STEP + 5, -1, Long.MIN_VALUE, Long.MAX_VALUE})
    void theLastUsefulMomentIsKnownToAStep(long now) {
        assertThat(facts.useful(1, TENANT, false, 3 * STEP)).isTrue();
        assertThat(facts.useful(1, TENANT, false, now)).isTrue();
        assertThat(facts.useful(1, TENANT, false, now)).as("again").isTrue();
        long step = now >>> 20 == 0 ? STEP : now & -STEP;
        assertThat(facts.lastUseful(1, false)).isEqualTo(Deadlines.stamp(step)).isNotZero();
        assertThat(facts.lastUseful(1, true)).isZero();
    }

    @Test
    void onlyOpenStreamsCloseAndOnlySoManyOpen() {
        assertThat(facts.stream(1, TENANT, 3, Direction.INBOUND, false)).isFalse();
        int most = (1 << 22) - 1;
        for (int i = 0; i < most; i++) {
            facts.stream(1, TENANT, 3, Direction.OUTBOUND, true);
        }
        assertThat(facts.stream(1, TENANT, 3, Direction.OUTBOUND, true)).isFalse();
        assertThat(facts.stream(1, TENANT, 3, Direction.INBOUND, false)).isFalse();
        assertThat(facts.stream(1, TENANT, 3, Direction.INBOUND, true)).isTrue();
        assertThat(facts.streams(1)).isEqualTo(most + 1);
        assertThat(facts.streams(3, Direction.OUTBOUND)).isEqualTo(most);
        assertThat(facts.streams(3, Direction.INBOUND)).isEqualTo(1);
        facts.end(1, TENANT);
        assertThat(facts.streams(3, Direction.OUTBOUND)).isZero();
        assertThat(facts.streams(3, Direction.INBOUND)).isZero();
    }

    @Test
    void memoryGrowsWithSlotsAndProtocols() {
        long words = 8L * 100 * (6 + PROTOCOLS + 1);
        ConnectionFacts hundred = new ConnectionFacts(100, PROTOCOLS, 2);
        assertThat(hundred.bytes()).isBetween(words, words + 100 * 8 + 512);
    }
}
