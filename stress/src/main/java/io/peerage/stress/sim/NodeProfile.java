/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.sim;

import io.peerage.PeerManager;
import io.peerage.PeerManagerBuilder;
import io.peerage.config.BanConfig;
import io.peerage.config.BookConfig;
import io.peerage.config.DialConfig;
import io.peerage.config.FactsConfig;
import io.peerage.config.Limits;
import io.peerage.config.Preset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How the managers of a simulation are set up: a preset, made fit for a network of thousands, and perhaps without one of its defences.
 *
 * <p>Tables of peers and bans are as large as the network needs. Presets that leave dialing to the application get one that keeps half
 * of the low watermark outbound. Where the original looks after shards, a node wants four peers in each of its own.
 *
 * @param preset whose rules
 * @param undone what the scenario's defence is replaced by, if it is
 *     <p><b>Threading</b>: immutable, any thread.
 */
public record NodeProfile(Preset preset, @Nullable Undoing undone) {
    /** The length of an address: two words. */
    static final int ADDRESS_BYTES = 16;

    // One address a peer, and no keys or records.
    private static final BookConfig BOOK = BookConfig.DEFAULT.blobs(0, 1, 0, 1).handingOff(1_024);
    private static final int PEERS_A_SHARD = 4;
    private static final int MOST_BANS = 2_048;
    private static final int LEAST_PEERS = 4;

    /** Takes a defence away. */
    interface Undoing extends Function<PeerManagerBuilder, PeerManagerBuilder> {
        /** The dialing without the defence. */
        default DialConfig dialing(DialConfig dialing) {
            return dialing;
        }

        /** Whether the address book stays. */
        default boolean keepsBook() {
            return true;
        }
    }

    /** With all its defences. */
    public static NodeProfile of(Preset preset) {
        return new NodeProfile(preset, null);
    }

    /** What a preset is called on the command line and in reports: as its constant, in camel case. */
    public static String label(Preset preset) {
        String[] words = preset.name().toLowerCase(Locale.ROOT).split("_");
        return words[0]
                + Arrays.stream(words)
                        .skip(1)
                        .map(
                                word ->
                                        word.substring(0, 1).toUpperCase(Locale.ROOT)
                                                + word.substring(1))
                        .collect(Collectors.joining());
    }

    /** The names of all presets. */
    public static String labels() {
        return Arrays.stream(Preset.values())
                .map(NodeProfile::label)
                .collect(Collectors.joining(", "));
    }

    String label() {
        return label(preset);
    }

    /** Whether addresses are kept in the manager's book, and not only offered. */
    boolean hasBook() {
        return undone == null || undone.keepsBook();
    }

    /** A builder for a node in these shards, that can know so many peers beside those who connect by themselves. */
    PeerManagerBuilder builder(List<Integer> shards, int peers, int connecting) {
        int known = Math.min(preset.peers(), peers);
        PeerManagerBuilder builder =
                PeerManager.builder()
                        .snapshots(false)
                        .preset(preset)
                        .maxPeers(known)
                        .bans(fitting(preset.bans(), known))
                        .facts(FactsConfig.DEFAULT)
                        .dialing(dialing(shards));
        if (hasBook()) {
            builder =
                    builder.book(BOOK.sized(known).addresses(known, 2, ADDRESS_BYTES))
                            .maxPeers(known + room(connecting));
        }
        return undone == null ? builder : undone.apply(builder);
    }

    private int room(int connecting) {
        return Math.max(connecting, limits().connections() + limits().trusted());
    }

    private static BanConfig fitting(BanConfig bans, int peers) {
        return bans.sized(
                Math.min(bans.peers(), peers / LEAST_PEERS),
                Math.min(bans.prefixes(), MOST_BANS),
                Math.min(bans.remembered(), MOST_BANS));
    }

    private DialConfig dialing(List<Integer> shards) {
        DialConfig dialing = preset.dialing();
        if (dialing == null) {
            dialing =
                    DialConfig.DEFAULT
                            .withOutboundTarget(outboundTarget())
                            .withNetgroupDiversity(false);
        }
        boolean sharded =
                preset == Preset.PEERAGE || preset == Preset.NWAKU || preset == Preset.LIGHTHOUSE;
        for (int shard : sharded ? shards : List.<Integer>of()) {
            dialing = dialing.withGroupMinimum(shard, PEERS_A_SHARD);
        }
        return undone == null ? dialing : undone.dialing(dialing);
    }

    /** How many outbound connections a node keeps. */
    int outboundTarget() {
        DialConfig dialing = preset.dialing();
        if (dialing == null) {
            return preset.pruning() == null ? 0 : preset.pruning().low() / 2;
        }
        return dialing.resolved(preset.limits()).outboundTarget();
    }

    /** The limits on its connections. */
    Limits limits() {
        return preset.limits();
    }
}
