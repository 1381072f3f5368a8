/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.PeerManager;
import io.peerage.testing.Docs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What presets set is what the documents say that they set. */
class PresetTest {
    @ParameterizedTest
    @EnumSource
    void isAConfigurationThatWorks(Preset preset) {
        assertThat(PeerManager.builder().preset(preset).build().connectionSlots())
                .isEqualTo(preset.limits().connections() + preset.limits().trusted());
    }

    @Test
    void theDefaultsAreOurOwn() {
        assertThat(Preset.PEERAGE.dialing()).isEqualTo(DialConfig.DEFAULT);
        assertThat(PeerManager.builder().preset(Preset.PEERAGE).build().connectionSlots())
                .isEqualTo(PeerManager.builder().build().connectionSlots());
    }

    @Test
    void limitsAreAsDocumented() {
        assertTable("places", PresetTest::places);
    }

    @Test
    void dialingIsAsDocumented() {
        assertTable("dialing", PresetTest::dialing);
    }

    @Test
    void keepingIsAsDocumented() {
        assertTable("keeping", PresetTest::keeping);
    }

    private interface Row {
        List<String> of(Preset preset);
    }

    private static void assertTable(String heading, Row row) {
        List<List<String>> expected =
                Arrays.stream(Preset.values())
                        .map(
                                preset -> {
                                    List<String> cells = new ArrayList<>();
                                    cells.add("`" + preset.name() + "`");
                                    row.of(preset)
                                            .forEach(
                                                    cell -> cells.add(cell.isEmpty() ? "–" : cell));
                                    return cells;
                                })
                        .toList();
        assertThat(Docs.table("presets.md", heading))
                .as(
                        "docs/presets.md, expected:\n"
                                + expected.stream()
                                        .map(cells -> "| " + String.join(" | ", cells) + " |")
                                        .collect(Collectors.joining("\n")))
                .isEqualTo(expected);
    }

    private static List<String> places(Preset preset) {
        Limits limits = preset.limits();
        return List.of(
                number(preset.peers()),
                number(limits.connections()),
                limits.inbound() + " / " + limits.outbound(),
                limits.pendingInbound() + " / " + limits.pendingOutbound(),
                "" + limits.perPeer(),
                ladder("IPv4", preset.prefixLimits().v4())
                        + ladder("; IPv6", preset.prefixLimits().v6()),
                rate(preset.rateLimit()));
    }

    private static String ladder(String family, List<PrefixLimit> levels) {
        return levels.isEmpty()
                ? family.equals("IPv4") ? "none" : ""
                : family
                        + levels.stream()
                                .map(level -> " /" + level.bits() + " " + level.connections())
                                .collect(Collectors.joining(","));
    }

    private static String rate(RateLimit rate) {
        return rate.isOn()
                ? rate.burst()
                        + ", one in "
                        + time(rate.intervalNanos())
                        + ", by /"
                        + rate.v4Bits()
                        + " and /"
                        + rate.v6Bits()
                : "none";
    }

    private static List<String> dialing(Preset preset) {
        DialConfig dialing = preset.dialing();
        String timeout = time(preset.outboundLease().toNanos());
        if (dialing == null) {
            return List.of("by hand", "", "", "", timeout, waits(preset.backOff()));
        }
        DialConfig resolved = dialing.resolved(preset.limits());
        DialTimes times = dialing.times();
        return List.of(
                "" + resolved.outboundTarget(),
                "" + resolved.parallelDials(),
                dialing.netgroupDiversity() ? "distinct" : "any",
                time(times.shortestNanos())
                        + (times.shortestNanos() == times.intervalNanos()
                                ? ""
                                : " to " + time(times.intervalNanos()))
                        + (times.feelerNanos() == 0
                                ? ""
                                : ", feelers " + time(times.feelerNanos())),
                timeout,
                waits(preset.backOff()));
    }

    private static String waits(BackOffConfig policy) {
        return time(policy.waitNanos(1))
                + ", "
                + time(policy.waitNanos(2))
                + ", "
                + time(policy.waitNanos(3))
                + ", …"
                + (policy.maxAttempts() == 0 ? "" : ", given up at " + policy.maxAttempts());
    }

    private static List<String> keeping(Preset preset) {
        PruneConfig pruning = preset.pruning();
        BanConfig bans = preset.bans();
        ScoreConfig scores = preset.scores();
        return List.of(
                pruning == null ? "none" : "`" + pruning.policy().name() + "`",
                pruning == null || pruning.high() == 0
                        ? ""
                        : pruning.high()
                                + " to "
                                + pruning.low()
                                + ", grace "
                                + time(pruning.policy().graceNanos())
                                + ", silence "
                                + time(pruning.silenceNanos()),
                pruning != null && pruning.evicts() ? "the worst" : "nobody",
                scores == null
                        ? "none"
                        : "out at "
                                + scores.disconnectAt() / 1_000
                                + ", banned at "
                                + scores.banAt() / 1_000,
                time(bans.firstNanos())
                        + (bans.firstNanos() == bans.longestNanos()
                                ? ""
                                : ", doubling to " + time(bans.longestNanos())),
                bans.sharing() == 0 ? "" : "more than " + bans.sharing());
    }

    private static String number(int value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String time(long nanos) {
        Duration time = Duration.ofNanos(nanos);
        if (nanos == 0) {
            return "0 s";
        }
        if (nanos % 1_000_000_000L != 0) {
            return time.toMillis() + " ms";
        }
        if (time.toSeconds() % 3_600 != 0) {
            return time.toSeconds() + " s";
        }
        return time.toHours() % 24 == 0 ? time.toDays() + " d" : time.toHours() + " h";
    }
}
