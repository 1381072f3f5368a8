/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.concurrent.HandleSpace;
import io.peerage.concurrent.StripedCounters;
import io.peerage.hash.KeyedHash;
import io.peerage.model.Counter;
import io.peerage.model.Result;
import io.peerage.testing.GroundIds;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Architecture, contract 7: ids that strangers choose cost what random ids cost. The measure is work, not time: buckets
 * (cache lines) that registrations and lookups read.
 */
class HashFloodTest {
    private static final int FLOOD = 32_768;
    private static final double ALLOWED = 1.5;

    // A table of its own size for the ground ids: 2,048 buckets of seven cells.
    private static final int SMALL = 8_192;
    private static final int BUCKETS = SMALL / 4;

    private static PeerTable table(int capacity, KeyedHash hash) {
        return new PeerTable(
                capacity,
                48,
                new StripedCounters(Counter.values().length, 2),
                2,
                new HandleSpace("peer", 0, 1, capacity),
                hash);
    }

    private record Work(double perRegistration, double perLookup, double perMiss, int refused) {}

    private static Work work(PeerTable table, List<byte[]> ids) {
        long registering = 0;
        int refused = 0;
        for (byte[] id : ids) {
            refused += table.register(id, 0, id.length) < 0 ? 1 : 0;
            // After it: the bucket of the new cell is within what a lookup reads now.
            registering += table.bucketsToRead(id);
        }
        long lookingUp = 0;
        for (byte[] id : ids) {
            assertThat(table.lookup(id, 0, id.length) > 0 || refused > 0).isTrue();
            lookingUp += table.bucketsToRead(id);
        }
        long missing = 0;
        for (byte[] id : ids) {
            byte[] other = id.clone();
            other[GroundIds.LENGTH - 1] ^= 0x55;
            other[2] ^= 0x33;
            missing += table.bucketsToRead(other);
        }
        double count = ids.size();
        return new Work(registering / count, lookingUp / count, missing / count, refused);
    }

    static Stream<KeyedHash> keys() {
        return Stream.concat(
                Stream.of(KeyedHash.known(0, 0), KeyedHash.known(1, 2), KeyedHash.known(-1, 42)),
                Stream.generate(KeyedHash::secret).limit(8));
    }

    @Test
    void theIdsOfTheFloodShareOneHashCode() {
        List<byte[]> ids = GroundIds.sameHashCode(FLOOD);
        Set<String> different = new HashSet<>();
        Set<Integer> hashCodes = new HashSet<>();
        for (byte[] id : ids) {
            assertThat(id).hasSize(34);
            different.add(Arrays.toString(id));
            hashCodes.add(Arrays.hashCode(id));
        }
        assertThat(different).hasSize(FLOOD);
        assertThat(hashCodes).as("all in one bin of a map keyed by it").hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("keys")
    void idsOfOneHashCodeCostWhatRandomIdsCost(KeyedHash hash) {
        Work random = work(table(FLOOD, hash), GroundIds.random(FLOOD, 5));
        Work flood = work(table(FLOOD, hash), GroundIds.sameHashCode(FLOOD));

        assertThat(flood.refused()).isZero();
        assertThat(flood.perRegistration()).isLessThan(ALLOWED * random.perRegistration());
        assertThat(flood.perLookup()).isLessThan(ALLOWED * random.perLookup());
        assertThat(flood.perMiss()).isLessThan(ALLOWED * random.perMiss());
        // Full tables, so that the comparison is not between two bad ones.
        assertThat(random.perLookup()).isLessThan(ALLOWED);
    }

    /** The attack works when the key is known, or the test below would show nothing. */
    @Test
    void idsGroundUnderAKnownKeyCrowdTogether() {
        KeyedHash known = KeyedHash.known(17, 4711);
        List<byte[]> ground = GroundIds.intoBuckets(known, BUCKETS, 16, 2_000, 3);
        Work random = work(table(SMALL, known), GroundIds.random(2_000, 5));
        Work attack = work(table(SMALL, known), ground);

        assertThat(random.perLookup()).isLessThan(1.05);
        assertThat(attack.perLookup()).isGreaterThan(10 * random.perLookup());
        assertThat(attack.perRegistration()).isGreaterThan(5 * random.perRegistration());
    }

    @Test
    void idsGroundUnderAKnownKeyFillWhatIsInReachOfABucket() {
        KeyedHash known = KeyedHash.known(17, 4711);
        PeerTable table = table(SMALL, known);
        List<byte[]> ground = GroundIds.intoBuckets(known, BUCKETS, 1, 250, 3);
        Work attack = work(table, ground);
        assertThat(attack.refused()).as("32 buckets of 7 cells").isEqualTo(250 - 32 * 7);
        byte[] last = ground.get(249);
        assertThat(table.register(last, 0, last.length)).isEqualTo(Result.PEER_TABLE_FULL.code());
    }

    @Test
    void underASecretKeyGroundIdsAreRandomIds() {
        List<byte[]> ground =
                GroundIds.intoBuckets(KeyedHash.known(17, 4711), BUCKETS, 16, 2_000, 3);
        Stream.concat(Stream.of(KeyedHash.known(17, 4712)), keys())
                .forEach(
                        hash -> {
                            Work random = work(table(SMALL, hash), GroundIds.random(2_000, 5));
                            Work attack = work(table(SMALL, hash), ground);
                            assertThat(attack.refused()).isZero();
                            assertThat(attack.perLookup()).isLessThan(1.05 * random.perLookup());
                            assertThat(attack.perRegistration())
                                    .isLessThan(1.05 * random.perRegistration());
                            assertThat(attack.perMiss()).isLessThan(1.05 * random.perMiss());
                        });
    }
}
