/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.testing;

import java.util.ArrayList;
import java.util.List;

/** What the node thinks of its own network, from the list of its last dials. */
final class ReferenceOutage {
    private final List<Boolean> answered = new ArrayList<>();
    private int connectedWhenAnswered;
    private int lowest;
    private boolean outage;
    private boolean answeredSince;

    void record(boolean reached) {
        answered.add(reached);
        answeredSince |= reached;
    }

    boolean isOutage() {
        return outage;
    }

    void evaluate(int connected) {
        boolean last = answeredSince;
        answeredSince = false;
        if (outage) {
            lowest = Math.min(lowest, connected);
            if (last || connected > lowest) {
                outage = false;
                answered.clear();
                connectedWhenAnswered = connected;
            }
            return;
        }
        if (last) {
            connectedWhenAnswered = connected;
        }
        if (answered.size() >= 32
                && answered.subList(answered.size() - 32, answered.size()).stream()
                                .filter(reached -> reached)
                                .count()
                        <= 1
                && connectedWhenAnswered > 0
                && 2 * connected <= connectedWhenAnswered) {
            outage = true;
            lowest = connected;
            answered.clear();
        }
    }
}
