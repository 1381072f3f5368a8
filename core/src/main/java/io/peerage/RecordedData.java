/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import io.peerage.journal.Recorder;
import io.peerage.model.PeerDataKey;
import io.peerage.store.PeerDataTable;
import org.jspecify.annotations.Nullable;

/** Per-peer data that is recorded: that something was put, not what; no decision depends on it. */
final class RecordedData extends PeerData {
    private final Recorder recorder;

    RecordedData(PeerDataTable table, Recorder recorder) {
        super(table);
        this.recorder = recorder;
    }

    @Override
    public <T> int put(long peer, PeerDataKey<T> key, T value) {
        return (int) recorder.call("data.put", () -> super.put(peer, key, value), peer, name(key));
    }

    @Override
    public <T> @Nullable T getOrPut(long peer, PeerDataKey<T> key, T value) {
        Kept<T> kept = new Kept<>();
        recorder.call(
                "data.getOrPut",
                () -> kept.note(super.getOrPut(peer, key, value)),
                peer,
                name(key));
        return kept.value;
    }

    @Override
    public <T> @Nullable T remove(long peer, PeerDataKey<T> key) {
        Kept<T> kept = new Kept<>();
        recorder.call("data.remove", () -> kept.note(super.remove(peer, key)), peer, name(key));
        return kept.value;
    }

    private static @Nullable String name(@Nullable PeerDataKey<?> key) {
        return key == null ? null : key.name();
    }

    /** What a call returned, which only says whether there was something. */
    private static final class Kept<T> {
        private @Nullable T value;

        long note(@Nullable T found) {
            value = found;
            return found == null ? 0 : 1;
        }
    }
}
