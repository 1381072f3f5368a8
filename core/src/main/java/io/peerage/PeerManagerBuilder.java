/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import io.peerage.concurrent.Stripes;
import io.peerage.config.BackOffConfig;
import io.peerage.config.BanConfig;
import io.peerage.config.BookConfig;
import io.peerage.config.Cidr;
import io.peerage.config.CidrRules;
import io.peerage.config.ConfigException;
import io.peerage.config.DataConfig;
import io.peerage.config.DialConfig;
import io.peerage.config.FactsConfig;
import io.peerage.config.Limits;
import io.peerage.config.ManagerConfig;
import io.peerage.config.PrefixLimits;
import io.peerage.config.Preset;
import io.peerage.config.PruneConfig;
import io.peerage.config.RateLimit;
import io.peerage.config.ScoreConfig;
import io.peerage.config.TagConfig;
import io.peerage.config.Trust;
import io.peerage.event.CommandSink;
import io.peerage.event.ErrorHandler;
import io.peerage.event.LifecycleListener;
import io.peerage.hash.KeyedHash;
import io.peerage.model.LimitKind;
import io.peerage.model.PeerDataKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;
import org.jspecify.annotations.Nullable;

/**
 * Configures a {@link PeerManager}; {@link #build} checks everything at once and tells every mistake.
 *
 * <p>Without any setting: 16,384 peers, 200 connections of which 120 may be inbound and 80 outbound, 64 handshakes and 64
 * dials under way, 2 connections a peer, prefix limits as in {@link PrefixLimits#DEFAULT}, inbound attempts as in {@link
 * RateLimit#DEFAULT}, bans as in {@link BanConfig#DEFAULT}, leases of 15 s.
 *
 * <p><b>Threading</b>: one thread. <b>Errors</b>: setters reject null, {@link #build} throws {@link ConfigException}.
 * <b>Origin</b>: features, preamble and B1 to B8.
 */
public final class PeerManagerBuilder {
    private static final int DEFAULT_PEERS = 16_384;
    private static final int DEFAULT_ID_BYTES = 48;
    private static final int DEFAULT_CONNECTIONS = 200;
    private static final int DEFAULT_PER_PEER = 2;
    private static final int DEFAULT_TRUSTED = 16;
    private static final int MOST_CONCURRENT = 1_024;
    private static final Duration DEFAULT_LEASE = Duration.ofSeconds(15);
    private static final Duration DIAL_TIMEOUT = Duration.ofSeconds(10);

    private int usualPeers = DEFAULT_PEERS;
    private @Nullable Integer maxPeers;
    private int maxIdBytes = DEFAULT_ID_BYTES;
    private int maxConnections = DEFAULT_CONNECTIONS;
    private @Nullable Integer maxInbound;
    private @Nullable Integer maxOutbound;
    private @Nullable Integer maxPendingInbound;
    private @Nullable Integer maxPendingOutbound;
    private int maxPerPeer = DEFAULT_PER_PEER;
    private int maxTrusted = DEFAULT_TRUSTED;
    private PrefixLimits prefixLimits = PrefixLimits.DEFAULT;
    private Trust trust = Trust.DEFAULT;
    private BackOffConfig backOff = BackOffConfig.DEFAULT;
    private BanConfig bans = BanConfig.DEFAULT;
    private RateLimit rateLimit = RateLimit.DEFAULT;
    private CidrRules lists = CidrRules.NONE;
    private @Nullable ScoreConfig scores;
    private TagConfig tags = TagConfig.NONE;
    private @Nullable FactsConfig facts;
    private DataConfig data = DataConfig.NONE;
    private @Nullable PruneConfig pruning;
    private @Nullable DialConfig dialing;
    private @Nullable BookConfig book;
    private @Nullable Path restorePath;
    private boolean snapshots = true;
    private Duration inboundLease = DEFAULT_LEASE;
    private @Nullable Duration outboundLease;
    private @Nullable Integer concurrency;
    private NanoClock clock = SystemNanoClock.INSTANCE;
    private EpochClock epochClock = SystemEpochClock.INSTANCE;
    private byte @Nullable [] localId;
    private long @Nullable [] key;
    private @Nullable Recording recording;
    private LifecycleListener listener = new IgnoringListener();
    private CommandSink commands = (connection, reason) -> {};
    private ErrorHandler errors = new FirstErrorLogger();

    PeerManagerBuilder() {}

    /**
     * Takes over the rules of a known system; what is set afterwards overrides them. What a preset has as by default,
     * {@link Preset#PEERAGE} all of its limits, goes on following from {@link #maxConnections} and the like.
     *
     * @param preset the preset
     * @return this builder
     */
    public PeerManagerBuilder preset(Preset preset) {
        Objects.requireNonNull(preset, "preset is null; leave it out for the defaults");
        maxPeers = null;
        usualPeers = preset.peers();
        Limits given = preset.limits();
        maxConnections = given.connections();
        maxPerPeer = given.perPeer();
        maxTrusted = given.trusted();
        maxInbound = null;
        maxOutbound = null;
        maxPendingInbound = null;
        maxPendingOutbound = null;
        if (!limits().equals(given)) {
            maxInbound = given.inbound();
            maxOutbound = given.outbound();
            maxPendingInbound = given.pendingInbound();
            maxPendingOutbound = given.pendingOutbound();
        }
        prefixLimits = preset.prefixLimits();
        rateLimit = preset.rateLimit();
        backOff = preset.backOff();
        bans = preset.bans();
        scores = preset.scores();
        pruning = preset.pruning();
        dialing = preset.dialing();
        inboundLease = preset.inboundLease();
        outboundLease = preset.outboundLease();
        return this;
    }

    /**
     * How many peers can be known at once, 1 to 16,000,000; by default 16,384, or as many as the preset has, and those
     * of the address book beside them.
     *
     * @param peers how many
     * @return this builder
     */
    public PeerManagerBuilder maxPeers(int peers) {
        this.maxPeers = peers;
        return this;
    }

    /**
     * The longest id, 1 to 64 bytes; up to 48 cost no more memory than one.
     *
     * @param bytes how many
     * @return this builder
     */
    public PeerManagerBuilder maxIdBytes(int bytes) {
        this.maxIdBytes = bytes;
        return this;
    }

    /**
     * All connections that the node may have, tickets included (features B1).
     *
     * @param connections how many
     * @return this builder
     */
    public PeerManagerBuilder maxConnections(int connections) {
        this.maxConnections = connections;
        return this;
    }

    /**
     * Inbound connections; by default 60 % of the total, so that the rest is reserved for outbound (features B2).
     *
     * @param connections how many
     * @return this builder
     */
    public PeerManagerBuilder maxInbound(int connections) {
        this.maxInbound = connections;
        return this;
    }

    /**
     * Outbound connections; by default what the inbound limit leaves of the total (features B2).
     *
     * @param connections how many
     * @return this builder
     */
    public PeerManagerBuilder maxOutbound(int connections) {
        this.maxOutbound = connections;
        return this;
    }

    /**
     * Inbound handshakes under way; by default 64, or fewer if the inbound limit is lower (features B3).
     *
     * @param handshakes how many
     * @return this builder
     */
    public PeerManagerBuilder maxPendingInbound(int handshakes) {
        this.maxPendingInbound = handshakes;
        return this;
    }

    /**
     * Dials under way; by default 64, or fewer if the outbound limit is lower (features B3).
     *
     * @param dials how many
     * @return this builder
     */
    public PeerManagerBuilder maxPendingOutbound(int dials) {
        this.maxPendingOutbound = dials;
        return this;
    }

    /**
     * Connections of one peer, both directions and a dial under way together, 1 to 63 (features B4).
     *
     * @param connections how many
     * @return this builder
     */
    public PeerManagerBuilder maxPerPeer(int connections) {
        this.maxPerPeer = connections;
        return this;
    }

    /**
     * Places set aside for trusted connections, beside the total (features B8).
     *
     * @param connections how many
     * @return this builder
     */
    public PeerManagerBuilder maxTrusted(int connections) {
        this.maxTrusted = connections;
        return this;
    }

    /**
     * The limits that trusted peers and networks are let past; by default all (features B8).
     *
     * @param limits the limits
     * @return this builder
     */
    public PeerManagerBuilder trustedBypass(Set<LimitKind> limits) {
        this.trust = new Trust(limits, trust.networks());
        return this;
    }

    /**
     * Blocks whose addresses are trusted (features B8).
     *
     * @param networks the blocks
     * @return this builder
     */
    public PeerManagerBuilder trustedNetworks(Collection<Cidr> networks) {
        Objects.requireNonNull(networks, "networks is null; pass List.of() for none");
        this.trust = new Trust(trust.bypass(), new ArrayList<>(networks));
        return this;
    }

    /**
     * The limits on connections of one network prefix (features B5).
     *
     * @param limits the limits
     * @return this builder
     */
    public PeerManagerBuilder prefixLimits(PrefixLimits limits) {
        this.prefixLimits =
                Objects.requireNonNull(limits, "limits is null; pass PrefixLimits.NONE for none");
        return this;
    }

    /**
     * How long peers are left alone after failed dials, and when they are given up (features C2, C3).
     *
     * @param policy the policy
     * @return this builder
     */
    public PeerManagerBuilder backOff(BackOffConfig policy) {
        this.backOff =
                Objects.requireNonNull(policy, "policy is null; leave it out for the default");
        return this;
    }

    /**
     * How long bans last, and how many peers and prefixes can be banned at once (features G1, G3 to G5).
     *
     * @param config the settings
     * @return this builder
     */
    public PeerManagerBuilder bans(BanConfig config) {
        this.bans = Objects.requireNonNull(config, "config is null; leave it out for the default");
        return this;
    }

    /**
     * How often connections may come in from one network prefix; loopback may always (features B6).
     *
     * @param limit the limit
     * @return this builder
     */
    public PeerManagerBuilder rateLimit(RateLimit limit) {
        this.rateLimit =
                Objects.requireNonNull(limit, "limit is null; pass RateLimit.NONE for none");
        return this;
    }

    /**
     * Which addresses are allowed and which are denied, until {@link Bans#replaceLists} (features B9).
     *
     * @param rules the lists
     * @return this builder
     */
    public PeerManagerBuilder lists(CidrRules rules) {
        this.lists = Objects.requireNonNull(rules, "rules is null; pass CidrRules.NONE for none");
        return this;
    }

    /**
     * Has the manager keep scores of peers, and disconnect and ban those who fall too low (features F2, F3); 16 bytes a peer.
     *
     * @param config the settings
     * @return this builder
     */
    public PeerManagerBuilder scores(ScoreConfig config) {
        this.scores = Objects.requireNonNull(config, "config is null; leave it out for no scores");
        return this;
    }

    /**
     * The values and protections that peers can be given (features F1, E2); 8 bytes a peer each.
     *
     * @param config the settings
     * @return this builder
     */
    public PeerManagerBuilder tags(TagConfig config) {
        this.tags = Objects.requireNonNull(config, "config is null; pass TagConfig.NONE for none");
        return this;
    }

    /**
     * Has the manager note protocols, streams and more of each connection (features A7).
     *
     * @param config the settings
     * @return this builder
     */
    public PeerManagerBuilder facts(FactsConfig config) {
        this.facts = Objects.requireNonNull(config, "config is null; leave it out for no facts");
        return this;
    }

    /**
     * Has the manager keep these data of the application for each peer, until the peer has been gone for a while (features J1).
     *
     * @param keys the keys of all data that can be kept
     * @return this builder
     */
    public PeerManagerBuilder data(PeerDataKey<?>... keys) {
        this.data = new DataConfig(List.of(keys));
        return this;
    }

    /**
     * Has the manager let connections go when there are too many (features B10, B11, D4, E1 to E7).
     *
     * @param config the settings
     * @return this builder
     */
    public PeerManagerBuilder pruning(PruneConfig config) {
        this.pruning =
                Objects.requireNonNull(config, "config is null; leave it out for no pruning");
        return this;
    }

    /**
     * Has the manager keep its outbound connections at a target: it hands Dial commands to the {@link #commandSink}, which
     * must carry them out. Without this it dials nobody (features D1 to D8).
     *
     * @param config the settings
     * @return this builder
     */
    public PeerManagerBuilder dialing(DialConfig config) {
        this.dialing = Objects.requireNonNull(config, "config is null; leave it out for none");
        return this;
    }

    /**
     * Has the manager remember where peers are, see {@link PeerManager#book}; if it dials by itself, it dials whom it finds there (features
     * H1 to H6). Without this it remembers no addresses, and takes no memory for them. The book's peers need room in {@link #maxPeers}
     * beside those who connect.
     *
     * @param config the settings
     * @return this builder
     */
    public PeerManagerBuilder book(BookConfig config) {
        this.book = Objects.requireNonNull(config, "config is null; leave it out for no book");
        return this;
    }

    /**
     * Has the manager begin with what {@link PeerManager#snapshot} wrote to this file; with nothing if there is none (features K2).
     *
     * @param file the snapshot
     * @return this builder
     */
    public PeerManagerBuilder restoreFrom(Path file) {
        this.restorePath = Objects.requireNonNull(file, "file is null; leave it out for none");
        return this;
    }

    /**
     * Whether it can write snapshots, for which it keeps some 0.4 MB of ids; by default it can (features K1).
     *
     * @param written whether it can
     * @return this builder
     */
    public PeerManagerBuilder snapshots(boolean written) {
        this.snapshots = written;
        return this;
    }

    /**
     * How long an inbound ticket lasts, 1 ms to 1 h (features B7).
     *
     * @param lease the lease
     * @return this builder
     */
    public PeerManagerBuilder inboundLease(Duration lease) {
        this.inboundLease =
                Objects.requireNonNull(
                        lease, "lease is null; pass the longest time of a handshake");
        return this;
    }

    /**
     * How long an outbound ticket lasts, 1 ms to 1 h: 15 s by default (features B7), 10 s for a manager that dials by itself,
     * since that is when a dial has timed out (features C5).
     *
     * @param lease the lease
     * @return this builder
     */
    public PeerManagerBuilder outboundLease(Duration lease) {
        this.outboundLease =
                Objects.requireNonNull(lease, "lease is null; pass the longest time of a dial");
        return this;
    }

    /**
     * The clock that the manager reads; by default the system's. With a cached clock that the owner updates, an event
     * saves the time of reading the system's, and times are as coarse as the ticks.
     *
     * @param nanoClock the clock
     * @return this builder
     */
    public PeerManagerBuilder clock(NanoClock nanoClock) {
        this.clock =
                Objects.requireNonNull(nanoClock, "clock is null; leave it out for the system's");
        return this;
    }

    /**
     * The wall clock, by which a snapshot's age is told after a restart; by default the system's.
     *
     * @param wallClock the clock
     * @return this builder
     */
    public PeerManagerBuilder epochClock(EpochClock wallClock) {
        this.epochClock =
                Objects.requireNonNull(wallClock, "clock is null; leave it out for the system's");
        return this;
    }

    /**
     * How many threads are expected to call at once, 1 to {@value #MOST_CONCURRENT}; by default as many as there are
     * processors. Any number may; shared words are spread over four times so many stripes, but no more than 32, so fewer save
     * memory and more save waiting. With one, what is decided depends on no thread's number: given the same calls, clock and
     * hash key, a manager decides the same on every machine.
     *
     * @param threads how many
     * @return this builder
     */
    public PeerManagerBuilder concurrency(int threads) {
        this.concurrency = threads;
        return this;
    }

    /**
     * This node's own id: it is never admitted as a peer, and it decides simultaneous opens (features A6, C8).
     *
     * @param id the id, 1 to {@link #maxIdBytes} bytes
     * @return this builder
     */
    public PeerManagerBuilder localId(byte[] id) {
        this.localId =
                Objects.requireNonNull(id, "id is null; leave it out if the node has none").clone();
        return this;
    }

    /**
     * Replaces the secret under which ids and prefixes are hashed; for tests, since whoever knows it can collide them.
     *
     * @param key0 the first half of the secret
     * @param key1 the second half
     * @return this builder
     */
    public PeerManagerBuilder hashKey(long key0, long key1) {
        this.key = new long[] {key0, key1};
        return this;
    }

    /**
     * Has all that the manager is told and decides written to a file, from which it can be replayed. Calls then take turns: for
     * finding out what a node did, not for production under load (features L3).
     *
     * @param to where to
     * @return this builder
     */
    public PeerManagerBuilder recording(Recording to) {
        this.recording = Objects.requireNonNull(to, "recording is null; leave it out for none");
        return this;
    }

    /**
     * Who hears of connected and disconnected peers.
     *
     * @param lifecycleListener the listener, called on the owner thread
     * @return this builder
     */
    public PeerManagerBuilder listener(LifecycleListener lifecycleListener) {
        this.listener =
                Objects.requireNonNull(
                        lifecycleListener, "listener is null; leave it out for none");
        return this;
    }

    /** {@return the listener set so far: whoever needs to hear something too can set another around it} */
    public LifecycleListener listener() {
        return listener;
    }

    /**
     * Who carries out Close commands.
     *
     * @param sink the sink, called on the owner thread
     * @return this builder
     */
    public PeerManagerBuilder commandSink(CommandSink sink) {
        this.commands = Objects.requireNonNull(sink, "sink is null; leave it out for none");
        return this;
    }

    /** {@return the sink set so far: whoever carries out some of the commands can set another around it} */
    public CommandSink commandSink() {
        return commands;
    }

    /**
     * Who hears of exceptions that the listener or the sink throws; by default the first is logged to the logger {@code io.peerage},
     * and the others are only counted.
     *
     * @param handler the handler, called on the owner thread
     * @return this builder
     */
    public PeerManagerBuilder errorHandler(ErrorHandler handler) {
        this.errors = Objects.requireNonNull(handler, "handler is null; leave it out for none");
        return this;
    }

    /**
     * {@return a manager with all its memory}
     *
     * @throws ConfigException with every mistake in the configuration
     * @throws io.peerage.model.RestoreException if it is to begin with a snapshot that can't be read, is none, or is one of a later version
     */
    public PeerManager build() {
        ManagerConfig config =
                new ManagerConfig(
                        peers(),
                        maxIdBytes,
                        limits(),
                        prefixLimits,
                        trust,
                        backOff,
                        bans,
                        rateLimit,
                        lists,
                        scores,
                        tags,
                        facts,
                        data,
                        pruning,
                        dialing,
                        book,
                        snapshots,
                        nanos(inboundLease),
                        nanos(outboundLease != null ? outboundLease : defaultOutboundLease()));
        List<String> problems = new ArrayList<>(config.problems());
        if (localId != null && (localId.length < 1 || localId.length > maxIdBytes)) {
            problems.add(
                    "localId has "
                            + localId.length
                            + " bytes, allowed are 1 to "
                            + maxIdBytes
                            + "; pass the node's whole id, or raise maxIdBytes");
        }
        if (concurrency != null && (concurrency < 1 || concurrency > MOST_CONCURRENT)) {
            problems.add(
                    "concurrency is "
                            + concurrency
                            + ", allowed are 1 to "
                            + MOST_CONCURRENT
                            + "; leave it out for the number of processors");
        }
        if (recording != null && restorePath != null) {
            problems.add(
                    "a recorded manager can't begin with a snapshot, which its recording would lack; leave out restoreFrom");
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        if (recording != null) {
            return recording.begin(config, clock, localId, key, listener, commands, errors);
        }
        KeyedHash keyed = key == null ? KeyedHash.secret() : KeyedHash.known(key[0], key[1]);
        return new PeerManager(
                ManagerParts.of(
                        config,
                        stripes(),
                        ManagerParts.nextTag(),
                        clock,
                        localId,
                        keyed,
                        listener,
                        commands,
                        errors),
                null,
                new SnapshotSetting(epochClock, restorePath));
    }

    private int stripes() {
        return Stripes.count(
                concurrency != null ? concurrency : Runtime.getRuntime().availableProcessors());
    }

    private int peers() {
        int kept = book == null ? 0 : Math.max(0, Math.min(ManagerConfig.MOST_PEERS, book.peers()));
        return maxPeers != null ? maxPeers : Math.min(ManagerConfig.MOST_PEERS, usualPeers + kept);
    }

    private Duration defaultOutboundLease() {
        return dialing == null ? DEFAULT_LEASE : DIAL_TIMEOUT;
    }

    private Limits limits() {
        return DerivedLimits.of(
                maxConnections,
                maxInbound,
                maxOutbound,
                maxPendingInbound,
                maxPendingOutbound,
                maxPerPeer,
                maxTrusted);
    }

    // A lease beyond what nanoseconds can count is out of range either way.
    private static long nanos(Duration lease) {
        try {
            return lease.toNanos();
        } catch (ArithmeticException e) {
            return lease.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }
}
