/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.peerage.PeerManager;
import io.peerage.model.Counter;
import io.peerage.model.DialOutcome;
import io.peerage.model.DialReason;
import io.peerage.model.Result;
import java.util.Locale;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * Binds a manager to a registry of Micrometer: gauges of what there is, and a counter for each {@link Counter}, each refusal,
 * each reason and each outcome of dials.
 *
 * <p>Names are those of {@code docs/observability.md}. The registry holds the manager by a weak reference, as Micrometer does
 * with what it observes, so whoever binds a manager keeps it.
 *
 * <p><b>Threading</b>: immutable; meters may be read on any thread. <b>Progress</b>: wait-free; reading a meter allocates
 * nothing here and never waits for the owner. <b>Units</b>: seconds and bytes where a meter has a unit. <b>Origin</b>:
 * features L1.
 */
// Micrometer is not required of those who use the core without it; who uses this class has it.
@SuppressWarnings("exports")
public final class PeerManagerMetrics implements MeterBinder {
    private static final String PREFIX = "peerage.";
    private static final double NANOS_A_SECOND = 1e9;

    private final PeerManager manager;
    private final Tags tags;

    /**
     * Metrics of this manager.
     *
     * @param manager the manager
     */
    public PeerManagerMetrics(PeerManager manager) {
        this(manager, Tags.empty());
    }

    /**
     * Metrics of this manager, each with these tags: what tells several managers of one registry apart.
     *
     * @param manager the manager
     * @param tags the tags
     */
    public PeerManagerMetrics(PeerManager manager, Iterable<Tag> tags) {
        this.manager = Objects.requireNonNull(manager, "manager is null; pass the one to observe");
        this.tags =
                Tags.of(Objects.requireNonNull(tags, "tags is null; pass Tags.empty() for none"));
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        bindConnections(registry);
        bindPeers(registry);
        bindMemory(registry);
        Gauge.builder(PREFIX + "tick.age", manager, m -> m.nanosSinceTick() / NANOS_A_SECOND)
                .description("How long ago the last tick began")
                .baseUnit("seconds")
                .tags(tags)
                .register(registry);
        for (Counter counter : Counter.values()) {
            count(registry, name(counter), words(counter), tags, m -> m.counter(counter));
        }
        for (Result result : Result.values()) {
            if (result.isRefusal()) {
                count(
                        registry,
                        PREFIX + "refusals",
                        "Calls that were refused",
                        tags.and("reason", value(result)),
                        m -> m.refused(result));
            }
        }
        for (DialReason reason : DialReason.values()) {
            count(
                    registry,
                    PREFIX + "dials",
                    "Dials that were commanded",
                    tags.and("reason", value(reason)),
                    m -> m.dialing().commanded(reason));
        }
        for (DialOutcome outcome : DialOutcome.values()) {
            count(
                    registry,
                    PREFIX + "dials.ended",
                    "Dials that have ended",
                    tags.and("outcome", value(outcome)),
                    m -> m.dialing().ended(outcome));
        }
    }

    private void bindConnections(MeterRegistry registry) {
        String open = "Established connections";
        String pending = "Handshakes and dials under way";
        gauge(registry, "connections", open, direction("inbound"), PeerManager::inbound);
        gauge(registry, "connections", open, direction("outbound"), PeerManager::outbound);
        gauge(
                registry,
                "connections.pending",
                pending,
                direction("inbound"),
                PeerManager::pendingInbound);
        gauge(
                registry,
                "connections.pending",
                pending,
                direction("outbound"),
                PeerManager::pendingOutbound);
        gauge(
                registry,
                "connections.trusted",
                "Tickets and connections in places set aside for trusted ones",
                tags,
                PeerManager::trusted);
        gauge(
                registry,
                "connections.slots",
                "Places for tickets and connections, trusted ones included",
                tags,
                PeerManager::connectionSlots);
    }

    private void bindPeers(MeterRegistry registry) {
        String bans = "Bans and discouragements in force";
        gauge(
                registry,
                "peers.connected",
                "Peers with a connection",
                tags,
                PeerManager::connectedPeers);
        gauge(registry, "peers.known", "Registered peers", tags, PeerManager::registeredPeers);
        gauge(registry, "bans", bans, tags.and("kind", "peer"), m -> m.bans().peers());
        gauge(registry, "bans", bans, tags.and("kind", "prefix"), m -> m.bans().prefixes());
        gauge(registry, "book.peers", "Peers in the address book", tags, m -> m.book().peers());
        gauge(
                registry,
                "book.addresses",
                "Addresses in the address book",
                tags,
                m -> m.book().addresses());
        gauge(
                registry,
                "dials.outage",
                "1 while this node's own network seems to be down",
                tags,
                m -> m.dialing().isOutage() ? 1 : 0);
    }

    private void bindMemory(MeterRegistry registry) {
        memory(registry, "peers", m -> m.footprint().peerBytes());
        memory(registry, "connections", m -> m.footprint().connectionBytes());
        memory(registry, "other", m -> m.footprint().otherBytes());
    }

    private void memory(
            MeterRegistry registry, String area, ToDoubleFunction<PeerManager> function) {
        Gauge.builder(PREFIX + "memory", manager, function)
                .description("Memory of the manager")
                .baseUnit(BaseUnits.BYTES)
                .tags(tags.and("area", area))
                .register(registry);
    }

    private Tags direction(String direction) {
        return tags.and("direction", direction);
    }

    private void gauge(
            MeterRegistry registry,
            String name,
            String description,
            Tags with,
            ToDoubleFunction<PeerManager> function) {
        Gauge.builder(PREFIX + name, manager, function)
                .description(description)
                .tags(with)
                .register(registry);
    }

    private void count(
            MeterRegistry registry,
            String name,
            String description,
            Tags with,
            ToDoubleFunction<PeerManager> function) {
        FunctionCounter.builder(name, manager, function)
                .description(description)
                .tags(with)
                .register(registry);
    }

    private static String name(Counter counter) {
        return PREFIX + counter.name().toLowerCase(Locale.ROOT).replace('_', '.');
    }

    private static String words(Counter counter) {
        return counter.name().charAt(0)
                + counter.name().substring(1).toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String value(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
