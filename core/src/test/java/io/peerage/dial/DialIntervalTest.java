/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.dial;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.config.DialConfig;
import io.peerage.config.DialTimes;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DialIntervalTest {
    private static DialConfig config(int outboundTarget, int inboundTarget) {
        return DialConfig.DEFAULT
                .withOutboundTarget(outboundTarget)
                .withInboundTarget(inboundTarget);
    }

    /** nwaku's numbers, with targets of 10 out and 20 in: outbound, inbound, seconds. */
    @ParameterizedTest
    @CsvSource({
        "10, 20, 30",
        "10, 0, 30",
        "15, 20, 30",
        "5, 20, 15",
        "1, 20, 3",
        "0, 20, 1",
        "10, 21, 28.5",
        "10, 30, 15",
        "10, 40, 1",
        "10, 1000, 1",
        "5, 25, 15",
        "9, 30, 15",
        "2, 30, 6"
    })
    void theIntervalIsScaledByWhatIsWorse(int outbound, int inbound, double seconds) {
        assertThat(DialInterval.nanos(config(10, 20), outbound, inbound))
                .isEqualTo((long) (seconds * 1e9));
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0, 30", "0, 5, 0, 30", "0, 0, 5, 30", "0, 0, 6, 24"})
    void noTargetIsReached(int outboundTarget, int outbound, int inbound, int seconds) {
        assertThat(DialInterval.nanos(config(outboundTarget, 5), outbound, inbound))
                .isEqualTo(seconds * 1_000_000_000L);
    }

    @ParameterizedTest
    @CsvSource({"0, 30", "1, 1"})
    void withoutInboundTargetAnyInboundConnectionIsOneTooMany(int inbound, int seconds) {
        assertThat(DialInterval.nanos(config(1, 0), 1, inbound))
                .isEqualTo(seconds * 1_000_000_000L);
    }

    @Property
    void theIntervalStaysInItsRangeAndShrinksWithWhatIsMissing(
            @ForAll @IntRange(max = 2_000_000) int target,
            @ForAll @IntRange(max = 2_000_000) int inboundTarget,
            @ForAll @IntRange(max = 2_000_000) int outbound,
            @ForAll @IntRange(max = 2_000_000) int inbound) {
        DialTimes times =
                DialTimes.DEFAULT
                        .withInterval(Duration.ofDays(1))
                        .withShortest(Duration.ofMillis(1));
        DialConfig config = config(target, inboundTarget).withTimes(times);
        long nanos = DialInterval.nanos(config, outbound, inbound);
        assertThat(nanos).isBetween(times.shortestNanos(), times.intervalNanos());
        assertThat(DialInterval.nanos(config, outbound + 1, inbound)).isGreaterThanOrEqualTo(nanos);
        assertThat(DialInterval.nanos(config, outbound, inbound + 1)).isLessThanOrEqualTo(nanos);
    }
}
