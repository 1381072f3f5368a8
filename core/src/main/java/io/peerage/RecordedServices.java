/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import io.peerage.admission.ServiceSlots;
import io.peerage.journal.Recorder;

/** Services that are recorded. */
final class RecordedServices extends Services {
    private final Recorder recorder;

    RecordedServices(ServiceSlots slots, Recorder recorder) {
        super(slots);
        this.recorder = recorder;
    }

    @Override
    public int pin(int service, long peer) {
        return (int) recorder.call("services.pin", () -> super.pin(service, peer), service, peer);
    }

    @Override
    public void unpin(int service) {
        recorder.call(
                "services.unpin",
                () -> {
                    super.unpin(service);
                    return 0;
                },
                service);
    }

    @Override
    public long select(int service) {
        return recorder.call("services.select", () -> super.select(service), service);
    }

    @Override
    public long select(int service, int shard) {
        return recorder.call("services.select", () -> super.select(service, shard), service, shard);
    }
}
