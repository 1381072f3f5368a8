/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.oracle;

import io.peerage.event.LifecycleListener;
import io.peerage.yardstick.ConnectionManager;
import java.util.Set;
import org.agrona.concurrent.NanoClock;

/** Builds a manager that a storm can be let loose on. <b>Threading</b>: immutable, any thread. */
public interface Contender {
    /** Its name in reports. */
    String name();

    /** The contracts that it claims to hold; it is not blamed for others. */
    Set<Contract> claims();

    /** An empty manager with these limits, on this clock, telling this listener. */
    ConnectionManager build(StormLimits limits, NanoClock clock, LifecycleListener listener);
}
