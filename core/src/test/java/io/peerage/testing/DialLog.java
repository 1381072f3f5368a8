/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.testing;

import io.peerage.model.DialReason;
import io.peerage.model.IpAddress;
import java.util.ArrayList;
import java.util.List;

/** A log of Dial commands, too, which are left for the test to carry out; other sinks say at once that they don't dial. */
public final class DialLog extends LifecycleLog {
    /** A Dial command. */
    public record Dial(long peer, long ticket, IpAddress address, DialReason reason) {}

    private final List<Dial> dials = new ArrayList<>();

    @Override
    public void dial(long peer, long ticket, long ipHi, long ipLo, DialReason reason) {
        dials.add(new Dial(peer, ticket, new IpAddress(ipHi, ipLo), reason));
    }

    /** Dials that were commanded, in their order. */
    public List<Dial> dials() {
        return dials;
    }

    @Override
    public void clear() {
        super.clear();
        dials.clear();
    }
}
