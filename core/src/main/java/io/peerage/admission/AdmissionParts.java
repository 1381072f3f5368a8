/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.admission;

import io.peerage.ban.AddressGate;
import io.peerage.ban.Discouraged;
import io.peerage.concurrent.StripedCounters;
import io.peerage.config.ManagerConfig;
import io.peerage.connection.ConnectionTable;
import io.peerage.peer.PeerStates;
import io.peerage.peer.PeerTable;
import org.agrona.concurrent.NanoClock;

/** What admission works on, by name. Immutable. */
public record AdmissionParts(
        ManagerConfig config,
        NanoClock clock,
        PeerTable peers,
        PeerStates states,
        ConnectionTable connections,
        TotalLimits totals,
        PrefixLadder ladder,
        TrustRules trust,
        TieBreak tieBreak,
        Gauges gauges,
        Places places,
        DialOutcomes dials,
        AddressGate gate,
        Discouraged discouraged,
        StripedCounters refusals,
        StripedCounters counters) {}
