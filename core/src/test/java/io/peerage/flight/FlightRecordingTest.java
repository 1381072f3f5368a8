/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.flight;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.PeerManager;
import io.peerage.config.DialConfig;
import io.peerage.config.PruneConfig;
import io.peerage.config.PrunePolicy;
import io.peerage.model.BanReason;
import io.peerage.model.CandidateKind;
import io.peerage.model.DialOutcome;
import io.peerage.model.IpAddress;
import io.peerage.model.Result;
import io.peerage.testing.Docs;
import io.peerage.testing.Ids;
import io.peerage.testing.Network;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import jdk.jfr.Configuration;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a recording holds of a manager (features L1): really recorded, and read back. */
class FlightRecordingTest {
    private static final IpAddress ADDRESS = IpAddress.parse("192.0.2.1");

    @TempDir private Path folder;
    private Network network;
    private PeerManager manager;

    @BeforeEach
    void build() {
        network =
                new Network(
                        DialConfig.DEFAULT,
                        builder ->
                                builder.pruning(
                                        PruneConfig.DEFAULT.by(
                                                PrunePolicy.GO_LIBP2P.withGrace(Duration.ZERO))));
        manager = network.manager();
    }

    private static Configuration profile() throws IOException, ParseException {
        try (var file =
                PeerManager.class.getClassLoader().getResourceAsStream("META-INF/peerage.jfc")) {
            assertThat(file).isNotNull();
            Reader reader =
                    new StringReader(new String(file.readAllBytes(), StandardCharsets.UTF_8));
            return Configuration.create(reader);
        }
    }

    private List<RecordedEvent> recorded(Recording recording) throws IOException {
        recording.stop();
        Path file = folder.resolve("peerage.jfr");
        recording.dump(file);
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().startsWith("peerage."))
                .toList();
    }

    private static List<RecordedEvent> of(List<RecordedEvent> events, String name) {
        return events.stream()
                .filter(event -> event.getEventType().getName().equals("peerage." + name))
                .toList();
    }

    private static String hex(int number) {
        return HexFormat.of().formatHex(Ids.id(number));
    }

    /** One of everything that the owner does. */
    private void drive() {
        manager.tick();
        network.connectInbound(1);
        network.connectInbound(2);
        network.offer(3, CandidateKind.NEW);
        network.run(Duration.ofSeconds(2), Duration.ofSeconds(1));
        network.answer(peer -> DialOutcome.REFUSED);
        network.offer(4, CandidateKind.NEW);
        manager.admitInbound(0, 0);
        assertThat(manager.admitOutbound(network.peer(4_000), 0, 0)).isPositive();
        assertThat(manager.admitOutbound(network.peer(4_000), 0, 0)).isNegative();
        assertThat(manager.admitOutbound(network.peer(4_000), 0, 0)).isNegative();
        network.run(Duration.ofSeconds(2), Duration.ofSeconds(1));
        manager.bans().ban(network.peer(1), ADDRESS.hi(), ADDRESS.lo(), BanReason.MISBEHAVIOUR);
        manager.bans().banPrefix(ADDRESS.hi(), ADDRESS.lo(), 24, BanReason.EXHAUSTION);
        network.run(Duration.ofSeconds(2), Duration.ofSeconds(1));
        network.closing(false);
        manager.pruning().trimTo(1);
        network.run(Duration.ofSeconds(20), Duration.ofSeconds(1));
    }

    @Test
    void theProfileRecordsAllThatTheOwnerDoes() throws IOException, ParseException {
        List<RecordedEvent> events;
        try (Recording recording = new Recording(profile())) {
            recording.start();
            drive();
            events = recorded(recording);
        }
        assertThat(of(events, "PeerConnected"))
                .extracting(event -> event.getString("id"))
                .contains(hex(1), hex(2), hex(3));
        assertThat(of(events, "PeerDisconnected"))
                .extracting(event -> event.getString("id"))
                .contains(hex(1));
        assertThat(of(events, "Dial"))
                .anySatisfy(
                        event -> {
                            assertThat(event.getString("id")).isEqualTo(hex(3));
                            assertThat(event.getLong("peer")).isEqualTo(network.peer(3));
                            assertThat(event.getString("address")).isEqualTo("10.3.0.1");
                            assertThat(event.getString("reason")).isEqualTo("TARGET");
                        });
        assertThat(sums(of(events, "DialsEnded"), "outcome"))
                .containsEntry("REFUSED", manager.dialing().ended(DialOutcome.REFUSED))
                .containsEntry("ESTABLISHED", manager.dialing().ended(DialOutcome.ESTABLISHED));
        assertThat(sums(of(events, "Refusals"), "reason"))
                .containsEntry("ALREADY_DIALING", 2L)
                .allSatisfy(
                        (reason, count) ->
                                assertThat(manager.refused(Result.valueOf(reason)))
                                        .isEqualTo(count));
        assertThat(of(events, "Ban"))
                .singleElement()
                .satisfies(
                        event -> {
                            assertThat(event.getString("id")).isEqualTo(hex(1));
                            assertThat(event.getString("address")).isEqualTo("192.0.2.1");
                            assertThat(event.getString("reason")).isEqualTo("MISBEHAVIOUR");
                            assertThat(event.getDuration("remaining"))
                                    .isBetween(
                                            Duration.ofHours(12),
                                            Duration.ofHours(12).plusMillis(2));
                        });
        assertThat(of(events, "PrefixBan"))
                .singleElement()
                .satisfies(
                        event -> {
                            assertThat(event.getString("prefix")).isEqualTo("192.0.2.1/24");
                            assertThat(event.getString("reason")).isEqualTo("EXHAUSTION");
                        });
        assertThat(of(events, "Close"))
                .anySatisfy(
                        event -> {
                            assertThat(event.getString("reason")).isEqualTo("BANNED");
                            assertThat(event.getString("id")).isEqualTo(hex(1));
                            assertThat(event.getBoolean("forced")).isFalse();
                        })
                .anySatisfy(
                        event -> {
                            assertThat(event.getString("reason")).isEqualTo("PRUNED");
                            assertThat(event.getBoolean("forced")).isTrue();
                            assertThat(event.getString("id")).isEmpty();
                        });
        assertThat(of(events, "Prune"))
                .singleElement()
                .satisfies(
                        event -> {
                            assertThat(event.getString("reason")).isEqualTo("PRUNED");
                            assertThat(event.getInt("candidates")).isEqualTo(2);
                            assertThat(event.getInt("wanted")).isEqualTo(1);
                            assertThat(event.getInt("closed")).isEqualTo(1);
                        });
        assertThat(of(events, "TicketExpired"))
                .extracting(event -> event.getString("direction"))
                .contains("INBOUND", "OUTBOUND");
    }

    private static Map<String, Long> sums(List<RecordedEvent> events, String key) {
        return events.stream()
                .collect(
                        Collectors.groupingBy(
                                event -> event.getString(key),
                                Collectors.summingLong(event -> event.getLong("count"))));
    }

    @Test
    void ticksOverTheThresholdAreRecorded() throws IOException {
        try (Recording recording = new Recording()) {
            recording.enable("peerage.Tick").withThreshold(Duration.ZERO);
            recording.start();
            int first = manager.tick();
            network.connectInbound(1);
            network.connectInbound(2);
            int second = manager.tick();
            assertThat(second).isGreaterThan(first);
            assertThat(of(recorded(recording), "Tick"))
                    .extracting(event -> event.getInt("done"))
                    .containsExactly(first, second);
        }
        try (Recording recording = new Recording()) {
            recording.enable("peerage.Tick").withThreshold(Duration.ofHours(1));
            recording.start();
            manager.tick();
            assertThat(recorded(recording)).isEmpty();
        }
    }

    @Test
    void nothingIsRecordedUnlessAskedFor() throws IOException {
        try (Recording recording = new Recording()) {
            recording.start();
            drive();
            assertThat(recorded(recording)).isEmpty();
        }
    }

    /** The profile, the document and the events are about the same. */
    @Test
    void theProfileAndTheDocumentNameEachEvent() throws IOException, ParseException {
        manager.tick();
        Set<String> events =
                FlightRecorder.getFlightRecorder().getEventTypes().stream()
                        .map(EventType::getName)
                        .filter(name -> name.startsWith("peerage."))
                        .collect(Collectors.toCollection(TreeSet::new));
        assertThat(events).hasSize(11);
        Set<String> enabled =
                profile().getSettings().entrySet().stream()
                        .filter(setting -> setting.getKey().endsWith("#enabled"))
                        .filter(setting -> setting.getValue().equals("true"))
                        .map(setting -> setting.getKey().replace("#enabled", ""))
                        .collect(Collectors.toCollection(TreeSet::new));
        Set<String> documented =
                Docs.table("observability.md", "event").stream()
                        .map(row -> row.get(0).replace("`", ""))
                        .collect(Collectors.toCollection(TreeSet::new));
        assertThat(enabled).isEqualTo(events);
        assertThat(documented).isEqualTo(events);
    }
}
