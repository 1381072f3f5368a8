/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BookConfigTest {
    private static final BookConfig DEFAULT = BookConfig.DEFAULT;

    @Test
    void theDefaultIsWithoutMistakes() {
        assertThat(DEFAULT.problems()).isEmpty();
        assertThat(DEFAULT.peers()).isEqualTo(16_384);
        assertThat(DEFAULT.perPeer()).isEqualTo(8);
        assertThat(DEFAULT.newBuckets()).isEqualTo(256);
        assertThat(DEFAULT.triedBuckets()).isEqualTo(256);
        assertThat(DEFAULT.times())
                .isEqualTo(
                        BookTimes.of(
                                Duration.ofMinutes(2),
                                Duration.ofMinutes(15),
                                Duration.ofHours(1)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 1_000, 16_384, 1_000_000, 16_000_000})
    void eachSizeIsWithoutMistakes(int peers) {
        BookConfig config = DEFAULT.sized(peers);
        assertThat(config.problems()).isEmpty();
        assertThat(config.addresses()).isGreaterThanOrEqualTo(peers);
        assertThat((long) config.newBuckets() * BookConfig.BUCKET)
                .isGreaterThanOrEqualTo(Math.min(peers, 1 << 24));
    }

    @Test
    void theDefaultIsOneOfTheSizes() {
        assertThat(DEFAULT.sized(16_384)).isEqualTo(DEFAULT);
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of(DEFAULT.sized(0), "book peers is 0, allowed are 1 to 16000000"),
                Arguments.of(
                        DEFAULT.addresses(0, 8, 128),
                        "book addresses is 0, allowed are 1 to 16777216"),
                Arguments.of(
                        DEFAULT.addresses(9, 9, 128), "addresses a peer is 9, allowed are 1 to 8"),
                Arguments.of(
                        DEFAULT.addresses(9, 8, 129), "address bytes is 129, allowed are 8 to 128"),
                Arguments.of(DEFAULT.buckets(8, 16), "new buckets is 8, allowed are 16 to 262144"),
                Arguments.of(
                        DEFAULT.buckets(16, 48), "tried buckets is 48, which is no power of two"),
                Arguments.of(
                        DEFAULT.blobs(-1, 1, 0, 1), "kept keys is -1, allowed are 0 to 1000000"),
                Arguments.of(DEFAULT.blobs(0, 0, 0, 1), "key bytes is 0, allowed are 1 to 8192"),
                Arguments.of(
                        DEFAULT.blobs(0, 1, 1_000_001, 1),
                        "kept records is 1000001, allowed are 0 to 1000000"),
                Arguments.of(
                        DEFAULT.blobs(0, 1, 0, 8_193),
                        "record bytes is 8193, allowed are 1 to 8192"),
                Arguments.of(
                        DEFAULT.handingOff(63), "hand-off lines is 63, allowed are 64 to 16777216"),
                Arguments.of(
                        DEFAULT.blobs(1, 100, 1, 8_192).handingOff(100),
                        "a record of 8192 bytes needs 148 hand-off lines, there are 100"),
                Arguments.of(
                        DEFAULT.keeping(
                                BookTimes.of(
                                        Duration.ofMillis(999),
                                        Duration.ofMinutes(1),
                                        Duration.ofMinutes(1))),
                        "temporary address time is 999 ms"),
                Arguments.of(
                        DEFAULT.keeping(
                                BookTimes.of(
                                        Duration.ofMinutes(1),
                                        Duration.ofDays(366),
                                        Duration.ofMinutes(1))),
                        "recent address time is"),
                Arguments.of(
                        DEFAULT.keeping(
                                BookTimes.of(
                                        Duration.ofMinutes(1),
                                        Duration.ofMinutes(1),
                                        Duration.ofSeconds(Long.MAX_VALUE))),
                        "heard address time is 292 years or more"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeIsNamedWithItsRangeAndAFix(BookConfig config, String told) {
        assertThat(config.problems())
                .anySatisfy(problem -> assertThat(problem).contains(told).contains("; "));
    }

    @Test
    void nullIsNamed() {
        assertThatThrownBy(() -> DEFAULT.keeping(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("BookTimes.DEFAULT");
        assertThatThrownBy(() -> BookTimes.of(null, Duration.ZERO, Duration.ZERO))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("temporary");
    }
}
