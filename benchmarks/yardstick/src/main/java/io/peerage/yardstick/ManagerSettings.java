/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.yardstick;

import io.peerage.config.Limits;
import io.peerage.config.PrefixLimits;
import java.time.Duration;
import org.agrona.concurrent.NanoClock;

/**
 * What both managers are built with.
 *
 * @param peers the peers that may be known at once
 * @param limits the limits on connections
 * @param prefixes the limits on connections of a prefix
 * @param lease how long a ticket lasts
 * @param clock the clock that is read
 */
public record ManagerSettings(
        int peers, Limits limits, PrefixLimits prefixes, Duration lease, NanoClock clock) {}
