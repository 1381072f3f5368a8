/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ResultTest {
    /** Applications may store or log codes: a number once given is never given to another result. */
    private static final Map<String, Integer> CODES =
            Map.ofEntries(
                    Map.entry("FIRST_CONNECTION", 1),
                    Map.entry("ANOTHER_CONNECTION", 2),
                    Map.entry("LAST_CONNECTION", 3),
                    Map.entry("STILL_CONNECTED", 4),
                    Map.entry("ABANDONED", 5),
                    Map.entry("CLOSE_HANDED_OVER", 6),
                    Map.entry("RELEASED", 7),
                    Map.entry("DONE", 8),
                    Map.entry("UNKNOWN_PEER", -1),
                    Map.entry("UNKNOWN_CONNECTION", -2),
                    Map.entry("ALREADY_CLOSED", -3),
                    Map.entry("TICKET_EXPIRED", -4),
                    Map.entry("ALREADY_ESTABLISHED", -5),
                    Map.entry("WRONG_DIRECTION", -6),
                    Map.entry("SUPERSEDED", -7),
                    Map.entry("TIE_BREAK_LOST", -8),
                    Map.entry("ALREADY_DIALING", -9),
                    Map.entry("TOTAL_LIMIT", -10),
                    Map.entry("INBOUND_LIMIT", -11),
                    Map.entry("OUTBOUND_LIMIT", -12),
                    Map.entry("PENDING_INBOUND_LIMIT", -13),
                    Map.entry("PENDING_OUTBOUND_LIMIT", -14),
                    Map.entry("PEER_LIMIT", -15),
                    Map.entry("PREFIX_LIMIT", -16),
                    Map.entry("BANNED", -17),
                    Map.entry("SELF", -18),
                    Map.entry("BACKING_OFF", -19),
                    Map.entry("UNREACHABLE", -20),
                    Map.entry("PEER_IN_USE", -21),
                    Map.entry("PEER_TABLE_FULL", -22),
                    Map.entry("PREFIX_TABLE_FULL", -23),
                    Map.entry("HAND_OFF_FULL", -24),
                    Map.entry("DIALING_OFF", -25),
                    Map.entry("ADDRESS_DENIED", -26),
                    Map.entry("PREFIX_BANNED", -27),
                    Map.entry("RATE_LIMIT", -28),
                    Map.entry("NOT_CONFIGURED", -29),
                    Map.entry("BAD_LENGTH", -30));

    @Test
    void codesAreStable() {
        assertThat(
                        Arrays.stream(Result.values())
                                .collect(Collectors.toMap(Result::name, Result::code)))
                .isEqualTo(CODES);
    }

    @Test
    void codesAreUniqueAndWithinTheirRange() {
        assertThat(Result.values()).extracting(Result::code).doesNotHaveDuplicates();
        for (Result result : Result.values()) {
            assertThat(Math.abs(result.code())).isBetween(1, Result.CODES - 1);
            assertThat(result.isRefusal()).isEqualTo(result.code() < 0);
        }
    }

    @Test
    void aRefusalComesBackFromItsCode() {
        for (Result result : Result.values()) {
            if (result.isRefusal()) {
                assertThat(Result.ofRefusal(result.code())).isEqualTo(result);
            }
        }
    }

    @Test
    void whatIsNoRefusalIsNamed() {
        for (long handle : new long[] {0, 1, 8, Long.MAX_VALUE}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Result.ofRefusal(handle))
                    .withMessageContaining("value " + handle + " is not a refusal")
                    .withMessageContaining("check for a value below 0 first");
        }
        for (long code : new long[] {-31, -32, -33, Integer.MIN_VALUE, Long.MIN_VALUE}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Result.ofRefusal(code))
                    .withMessageContaining("code " + code + " stands for no result");
        }
    }
}
