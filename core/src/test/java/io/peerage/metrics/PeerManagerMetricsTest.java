/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.peerage.PeerManager;
import io.peerage.config.BookConfig;
import io.peerage.config.Preset;
import io.peerage.model.AddressTier;
import io.peerage.model.BanReason;
import io.peerage.model.Counter;
import io.peerage.model.DialOutcome;
import io.peerage.model.DialReason;
import io.peerage.model.IpAddress;
import io.peerage.model.PeerOrigin;
import io.peerage.model.Result;
import io.peerage.testing.Docs;
import io.peerage.testing.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What Prometheus would scrape of a manager (features L1). */
class PeerManagerMetricsTest {
    private static final Pattern SAMPLE =
            Pattern.compile("(?<series>(?<name>[a-z_]+)(\\{.*\\})?) (?<value>\\S+)");

    private final Node node = new Node(builder -> builder.preset(Preset.NWAKU));
    private final PeerManager manager = node.manager();
    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    /** The samples of a scrape, by name and labels. */
    private Map<String, Double> scrape() {
        Map<String, Double> samples = new HashMap<>();
        for (String line : registry.scrape().lines().toList()) {
            Matcher sample = SAMPLE.matcher(line);
            if (!line.startsWith("#")) {
                assertThat(sample.matches()).as(line).isTrue();
                samples.put(sample.group("series"), Double.valueOf(sample.group("value")));
            }
        }
        return samples;
    }

    private Set<String> names() {
        return scrape().keySet().stream()
                .map(series -> series.replaceAll("\\{.*", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void tellsWhatThereIs() {
        new PeerManagerMetrics(manager).bindTo(registry);
        node.connectInbound(node.peer(1));
        node.connectInbound(node.peer(2));
        node.connectOutbound(node.peer(3));
        node.inbound();
        node.dial(node.peer(4));
        for (int i = 0; i < 7; i++) {
            node.inbound("10.0.0.1");
        }
        long failed = node.dial(node.peer(5));
        manager.dialing().failed(failed, DialOutcome.HANDSHAKE);
        manager.bans().ban(node.peer(6), BanReason.BY_HAND);
        manager.tick();
        node.clock().advance(Duration.ofMillis(2_500));
        assertThat(scrape())
                .containsEntry("peerage_connections{direction=\"inbound\"}", 2.0)
                .containsEntry("peerage_connections{direction=\"outbound\"}", 1.0)
                .containsEntry("peerage_connections_pending{direction=\"inbound\"}", 6.0)
                .containsEntry("peerage_connections_pending{direction=\"outbound\"}", 1.0)
                .containsEntry("peerage_connections_slots", 166.0)
                .containsEntry("peerage_connections_trusted", 0.0)
                .containsEntry("peerage_peers_connected", 3.0)
                .containsEntry("peerage_peers_known", 6.0)
                .containsEntry("peerage_bans{kind=\"peer\"}", 1.0)
                .containsEntry("peerage_bans{kind=\"prefix\"}", 0.0)
                .containsEntry("peerage_refusals_total{reason=\"prefix_limit\"}", 2.0)
                .containsEntry("peerage_refusals_total{reason=\"total_limit\"}", 0.0)
                .containsEntry("peerage_dials_ended_total{outcome=\"handshake\"}", 1.0)
                .containsEntry("peerage_dials_ended_total{outcome=\"established\"}", 1.0)
                .containsEntry("peerage_lifecycle_connected_total", 3.0)
                .containsEntry("peerage_dials_outage", 0.0)
                .containsEntry("peerage_tick_age_seconds", 2.5)
                .containsEntry(
                        "peerage_memory_bytes{area=\"peers\"}",
                        (double) manager.footprint().peerBytes());
    }

    @Test
    void tellsTheSizeOfTheBook() {
        Node reader = new Node(builder -> builder.maxPeers(20_000).book(BookConfig.DEFAULT));
        new PeerManagerMetrics(reader.manager()).bindTo(registry);
        IpAddress ip = IpAddress.parse("192.0.2.1");
        reader.manager()
                .book()
                .heard(
                        reader.peer(1),
                        new byte[] {4, 1, 2, 3},
                        ip.hi(),
                        ip.lo(),
                        0,
                        0,
                        AddressTier.HEARD,
                        PeerOrigin.DISCOVERY);
        reader.manager().tick();
        assertThat(scrape())
                .containsEntry("peerage_book_peers", 1.0)
                .containsEntry("peerage_book_addresses", 1.0);
        assertThat(reader.manager().explain().describe(reader.peer(1)))
                .contains("learnt by: DISCOVERY");
        assertThat(reader.manager().explain().dump())
                .contains("address book: 1 of 16384 peers, 1 of 32768 addresses");
    }

    @Test
    void countersGoOnCounting() {
        new PeerManagerMetrics(manager).bindTo(registry);
        long ticket = node.inbound();
        node.close(ticket);
        assertThat(scrape()).containsEntry("peerage_tickets_abandoned_total", 1.0);
        node.close(node.inbound());
        assertThat(scrape()).containsEntry("peerage_tickets_abandoned_total", 2.0);
    }

    @Test
    void everythingThatIsCountedIsThere() {
        new PeerManagerMetrics(manager).bindTo(registry);
        List<String> expected = new ArrayList<>();
        for (Counter counter : Counter.values()) {
            expected.add("peerage_" + lower(counter) + "_total");
        }
        for (Result result : Result.values()) {
            if (result.isRefusal()) {
                expected.add("peerage_refusals_total{reason=\"" + lower(result) + "\"}");
            }
        }
        for (DialReason reason : DialReason.values()) {
            expected.add("peerage_dials_total{reason=\"" + lower(reason) + "\"}");
        }
        for (DialOutcome outcome : DialOutcome.values()) {
            expected.add("peerage_dials_ended_total{outcome=\"" + lower(outcome) + "\"}");
        }
        assertThat(scrape().keySet()).containsAll(expected);
    }

    @Test
    void tagsTellManagersApart() {
        Node other = new Node(builder -> builder.preset(Preset.NWAKU));
        new PeerManagerMetrics(manager, Tags.of("node", "a")).bindTo(registry);
        new PeerManagerMetrics(other.manager(), Tags.of("node", "b")).bindTo(registry);
        node.connectInbound(node.peer(1));
        assertThat(scrape())
                .containsEntry("peerage_connections{direction=\"inbound\",node=\"a\"}", 1.0)
                .containsEntry("peerage_connections{direction=\"inbound\",node=\"b\"}", 0.0);
    }

    @Test
    void theDashboardAsksForWhatThereIs() throws IOException {
        new PeerManagerMetrics(manager).bindTo(registry);
        JsonNode dashboard =
                new ObjectMapper()
                        .readTree(
                                Files.readString(Docs.root().resolve("docs/grafana/peerage.json")));
        List<String> expressions = dashboard.findValuesAsText("expr");
        assertThat(expressions).hasSizeGreaterThan(30);
        Set<String> asked = new TreeSet<>();
        for (String expression : expressions) {
            Matcher name = Pattern.compile("peerage_[a-z_]+").matcher(expression);
            assertThat(name.find()).as(expression).isTrue();
            do {
                asked.add(name.group());
            } while (name.find());
        }
        assertThat(names()).containsAll(asked);
        // What it groups by, too.
        assertThat(scrape().keySet())
                .anyMatch(series -> series.startsWith("peerage_connections{direction="))
                .anyMatch(series -> series.startsWith("peerage_refusals_total{reason="))
                .anyMatch(series -> series.startsWith("peerage_dials_ended_total{outcome="))
                .anyMatch(series -> series.startsWith("peerage_bans{kind="))
                .anyMatch(series -> series.startsWith("peerage_memory_bytes{area="));
    }

    @Test
    void theDocumentNamesEachMeter() {
        new PeerManagerMetrics(manager).bindTo(registry);
        Set<String> counters = new TreeSet<>();
        for (Counter counter : Counter.values()) {
            counters.add("peerage_" + lower(counter) + "_total");
        }
        Set<String> documented =
                Docs.table("observability.md", "in Prometheus").stream()
                        .map(row -> row.get(0).replace("`", ""))
                        .collect(Collectors.toCollection(TreeSet::new));
        Set<String> others = names();
        others.removeAll(counters);
        assertThat(documented).isEqualTo(others);
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
