/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.admission;

import io.peerage.ban.AddressGate;
import io.peerage.ban.Discouraged;
import io.peerage.concurrent.StripedCounters;
import io.peerage.config.ManagerConfig;
import io.peerage.connection.ConnectionFacts;
import io.peerage.connection.ConnectionTable;
import io.peerage.peer.PeerStates;
import io.peerage.peer.PeerTable;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/** What admission works on, by name. Immutable. */
public record AdmissionParts(
        ManagerConfig config,
        NanoClock clock,
        PeerTable peers,
        PeerStates states,
        ConnectionTable connections,
        @Nullable ConnectionFacts facts,
        TotalLimits totals,
        PrefixLadder ladder,
        TrustRules trust,
        TieBreak tieBreak,
        Gauges gauges,
        Places places,
        DialOutcomes dials,
        @Nullable DialReports reports,
        AddressGate gate,
        Discouraged discouraged,
        StripedCounters refusals,
        StripedCounters counters) {}
