/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import io.peerage.admission.AdmissionParts;
import io.peerage.config.BookConfig;
import io.peerage.config.FactsConfig;
import io.peerage.config.Limits;
import io.peerage.config.ManagerConfig;
import io.peerage.config.TagConfig;
import io.peerage.connection.ConnectionFacts;
import io.peerage.connection.ConnectionWord;
import io.peerage.model.BanReason;
import io.peerage.model.ConnectedFilter;
import io.peerage.model.Connectedness;
import io.peerage.model.Counter;
import io.peerage.model.DialOutcome;
import io.peerage.model.DialReason;
import io.peerage.model.Explanation;
import io.peerage.model.IpAddress;
import io.peerage.model.MemoryFootprint;
import io.peerage.model.PeerFlag;
import io.peerage.model.PeerOrigin;
import io.peerage.model.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/**
 * Puts what a manager knows into words, for people.
 *
 * <p><b>Threading</b>: any thread, waits for nobody. <b>Complexity</b>: O(connection slots) a peer; allocates. <b>Origin</b>:
 * features L2.
 */
final class Describer {
    private static final int GROUPS = 128;
    private static final long LONG_WITHOUT_TICK = Duration.ofSeconds(10).toNanos();
    private static final int MOST_MILLIS = 10_000;
    private static final double THOUSAND = 1_000;

    private final PeerManager manager;
    private final AdmissionParts parts;

    Describer(PeerManager manager, AdmissionParts parts) {
        this.manager = manager;
        this.parts = parts;
    }

    private ManagerConfig config() {
        return parts.config();
    }

    // One peer

    /** All that is known of a peer, a line each. */
    String peer(long peer) {
        byte[] id = new byte[ManagerConfig.MOST_ID_BYTES];
        int length = manager.copyId(peer, id, 0);
        if (length < 0) {
            return "peer " + peer + " is unknown\n";
        }
        StringBuilder text = new StringBuilder(512);
        text.append("peer ")
                .append(HexFormat.of().formatHex(id, 0, length))
                .append(" (handle ")
                .append(peer)
                .append(")\n");
        line(text, state(peer));
        line(text, labelled("flags", flags(peer)));
        line(text, labelled("groups", groups(peer)));
        line(text, labelled("worth", worth(peer)));
        line(text, labelled("protected by", protections(peer)));
        line(text, labelled("ban", ban(peer, Arrays.copyOf(id, length))));
        line(text, labelled("dialing", dialing(peer)));
        line(text, labelled("learnt by", origin(peer)));
        connections(text, peer);
        Explanation refusal = manager.explain().peer(peer);
        line(
                text,
                labelled(
                        "inbound would be refused",
                        refusal.result().isRefusal() ? refusal.toString() : ""));
        return text.toString();
    }

    private static void line(StringBuilder text, String line) {
        if (!line.isEmpty()) {
            text.append("  ").append(line).append('\n');
        }
    }

    private static String labelled(String label, String what) {
        return what.isEmpty() ? "" : label + ": " + what;
    }

    private String state(long peer) {
        Connectedness state = manager.connectedness(peer);
        long connected = manager.connectedForNanos(peer);
        long gone = manager.disconnectedForNanos(peer);
        String since =
                connected >= 0
                        ? " for " + time(connected)
                        : gone >= 0 ? ", last connected " + time(gone) + " ago" : "";
        return state
                + since
                + "; "
                + manager.inboundOf(peer)
                + " inbound, "
                + manager.outboundOf(peer)
                + " outbound";
    }

    private String flags(long peer) {
        StringJoiner flags = new StringJoiner(", ");
        for (PeerFlag flag : PeerFlag.values()) {
            if (manager.hasFlag(peer, flag)) {
                flags.add(flag.name());
            }
        }
        if (manager.bans().isDiscouraged(peer)) {
            flags.add("discouraged");
        }
        return flags.toString();
    }

    private String groups(long peer) {
        StringJoiner groups = new StringJoiner(", ");
        IntStream.range(0, GROUPS)
                .filter(group -> manager.groups().contains(peer, group))
                .forEach(group -> groups.add(Integer.toString(group)));
        return groups.toString();
    }

    private String worth(long peer) {
        StringJoiner worth = new StringJoiner(", ");
        if (config().scores() != null) {
            worth.add(
                    "score "
                            + points(manager.reputation().total(peer))
                            + " (own "
                            + points(manager.reputation().score(peer))
                            + ")");
        }
        TagConfig tags = config().tags();
        for (int kind = 0; kind < tags.kinds().size(); kind++) {
            long value = manager.reputation().tagValue(peer, kind);
            if (value != 0) {
                worth.add(tags.kinds().get(kind).name() + " " + points(value));
            }
        }
        return worth.toString();
    }

    private String protections(long peer) {
        StringJoiner names = new StringJoiner(", ");
        List<String> configured = config().tags().protections();
        for (int i = 0; i < configured.size(); i++) {
            if (manager.reputation().isProtected(peer, i)) {
                names.add(configured.get(i));
            }
        }
        return names.toString();
    }

    private String ban(long peer, byte[] id) {
        if (!manager.bans().isBanned(peer) && !manager.bans().isDiscouraged(peer)) {
            return "";
        }
        BanReason reason = manager.bans().reason(id);
        return reason + ", " + time(manager.bans().remainingNanos(id)) + " left";
    }

    private String dialing(long peer) {
        StringJoiner dialing = new StringJoiner(", ");
        if (manager.dialTicket(peer) > 0) {
            dialing.add("under way");
        }
        int failures = manager.dialing().failuresOf(peer);
        if (failures > 0) {
            dialing.add(failures + (failures == 1 ? " failure" : " failures"));
        }
        long wait = manager.dialing().backOffNanos(peer);
        if (wait > 0) {
            dialing.add("again in " + time(wait));
        }
        return dialing.toString();
    }

    private String origin(long peer) {
        PeerOrigin origin = manager.book().origin(peer);
        return origin == null ? "" : origin.toString();
    }

    private void connections(StringBuilder text, long peer) {
        int index = parts.peers().handles().index(peer);
        for (int slot = 0; slot < parts.connections().capacity(); slot++) {
            long word = parts.connections().word(slot);
            if (ConnectionWord.state(word) == ConnectionWord.ESTABLISHED
                    && parts.connections().peer(slot) == index) {
                String facts = facts(slot, ConnectionWord.generation(word));
                long age = parts.clock().nanoTime() - parts.connections().admitted(slot);
                // Whoever closed it meanwhile has left the slot to another.
                if (parts.connections().word(slot) == word) {
                    line(text, connection(slot, word) + " for " + time(Math.max(0, age)) + facts);
                }
            }
        }
    }

    private String connection(int slot, long word) {
        return "connection "
                + parts.connections().handles().handle(slot, ConnectionWord.generation(word))
                + ": "
                + (ConnectionWord.isInbound(word) ? "inbound" : "outbound");
    }

    private String facts(int slot, int generation) {
        ConnectionFacts facts = parts.facts();
        FactsConfig config = config().resolvedFacts();
        if (facts == null || config == null) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        IpAddress address = new IpAddress(facts.ipHi(slot), facts.ipLo(slot));
        if (!address.isNone()) {
            text.append(", ").append(address);
        }
        String agent = facts.agent(slot, generation);
        if (agent != null) {
            text.append(", agent ").append(agent);
        }
        int streams = facts.streams(slot);
        text.append(", ").append(streams).append(streams == 1 ? " stream" : " streams");
        long spoken = facts.protocols(slot);
        StringJoiner protocols = new StringJoiner(", ", ", speaks ", "").setEmptyValue("");
        for (int i = 0; i < config.protocols().size(); i++) {
            if ((spoken >>> i & 1) != 0) {
                protocols.add(config.protocols().get(i));
            }
        }
        return text.append(protocols).toString();
    }

    // The whole

    /** What there is, what is allowed, what was counted, and a line for each connected peer. */
    String all() {
        StringBuilder text = new StringBuilder(4_096);
        Limits limits = config().limits();
        long sinceTick = manager.nanosSinceTick();
        text.append("last tick ").append(time(sinceTick)).append(" ago");
        if (sinceTick > LONG_WITHOUT_TICK) {
            text.append(
                    "; meanwhile nobody is told anything, nothing is dialed and nothing expires: call tick()");
        }
        text.append('\n');
        text.append("connections: ")
                .append(manager.inbound())
                .append(" inbound, ")
                .append(manager.outbound())
                .append(" outbound; at most ")
                .append(limits.connections())
                .append(", ")
                .append(limits.inbound())
                .append(" inbound, ")
                .append(limits.outbound())
                .append(" outbound\n");
        text.append("under way: ")
                .append(of(manager.pendingInbound(), limits.pendingInbound()))
                .append(" handshakes, ")
                .append(of(manager.pendingOutbound(), limits.pendingOutbound()))
                .append(" dials; trusted: ")
                .append(of(manager.trusted(), limits.trusted()))
                .append('\n');
        text.append("peers: ")
                .append(manager.connectedPeers())
                .append(" connected, ")
                .append(of(manager.registeredPeers(), parts.peers().capacity()))
                .append(" known\n");
        text.append("bans and discouragements: ")
                .append(of(manager.bans().peers(), config().resolvedBans().peers()))
                .append(" peers, ")
                .append(of(manager.bans().prefixes(), config().resolvedBans().prefixes()))
                .append(" prefixes\n");
        BookConfig book = manager.book().config();
        if (book != null) {
            text.append("address book: ")
                    .append(of(manager.book().peers(), book.peers()))
                    .append(" peers, ")
                    .append(of(manager.book().addresses(), book.addresses()))
                    .append(" addresses\n");
        }
        MemoryFootprint memory = manager.footprint();
        text.append("memory: ")
                .append(memory.peerBytes())
                .append(" bytes of peers, ")
                .append(memory.connectionBytes())
                .append(" of connections, ")
                .append(memory.otherBytes())
                .append(" other\n");
        if (manager.dialing().isOutage()) {
            text.append("this node's own network seems to be down\n");
        }
        counts(text, "dials", DialReason.values(), manager.dialing()::commanded);
        counts(text, "dials ended", DialOutcome.values(), manager.dialing()::ended);
        counts(text, "refused", Result.values(), manager::refused);
        counts(text, "counted", Counter.values(), manager::counter);
        return text.append(connected()).toString();
    }

    private static String of(long taken, long most) {
        return taken + " of " + most;
    }

    private static <E extends Enum<E>> void counts(
            StringBuilder text, String label, E[] constants, ToLongFunction<E> count) {
        StringJoiner joiner = new StringJoiner(", ", label + ": ", "\n").setEmptyValue("");
        for (E constant : constants) {
            long value = count.applyAsLong(constant);
            if (value != 0) {
                joiner.add(value + " " + constant);
            }
        }
        text.append(joiner);
    }

    private String connected() {
        List<String> lines = new ArrayList<>();
        byte[] id = new byte[ManagerConfig.MOST_ID_BYTES];
        for (long peer = manager.connected().first(ConnectedFilter.ALL);
                peer != 0;
                peer = manager.connected().next(peer, ConnectedFilter.ALL)) {
            int length = manager.copyId(peer, id, 0);
            if (length >= 0) {
                lines.add(HexFormat.of().formatHex(id, 0, length) + "  " + state(peer) + "\n");
            }
        }
        return String.join("", lines);
    }

    // Numbers

    private static String points(long thousandths) {
        return String.format(Locale.ROOT, "%.1f", thousandths / THOUSAND);
    }

    private static String time(long nanos) {
        Duration time = Duration.ofNanos(nanos);
        if (time.toMillis() < MOST_MILLIS) {
            return time.toMillis() + " ms";
        }
        if (time.toMinutes() < 10) {
            return time.toSeconds() + " s";
        }
        return time.toHours() < 10 ? time.toMinutes() + " min" : time.toHours() + " h";
    }
}
