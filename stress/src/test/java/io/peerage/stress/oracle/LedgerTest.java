/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.config.PrefixLimits;
import io.peerage.model.IpAddress;
import io.peerage.stress.population.AddressPool;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private static final int PEERS = 4;

    private final Violations violations = new Violations(EnumSet.allOf(Contract.class));
    private final StormLimits limits = StormLimits.of(100);
    private final AddressPool addresses =
            new AddressPool(
                    List.of(IpAddress.parse("198.51.100.7"), IpAddress.NONE), PrefixLimits.DEFAULT);
    private final Ledger ledger = new Ledger(addresses, PEERS, 2, limits, violations);

    @Test
    void secondDialAtOnceIsAViolation() {
        ledger.dialing(1);
        assertThat(violations.count()).isZero();
        ledger.dialing(2);
        assertThat(violations.count()).isZero();

        ledger.dialing(1);

        assertThat(violations.count(Contract.SINGLE_DIAL)).isOne();
    }

    @Test
    void countsOfAPeerDontMix() {
        ledger.opened(3, 1, true);
        ledger.opened(3, 1, false);
        ledger.dialing(3);
        ledger.balance(3, -1);
        ledger.balance(3, -1);

        assertThat(ledger.connections(3)).isEqualTo(2);
        assertThat(ledger.dials(3)).isOne();
        assertThat(ledger.balance(3)).isEqualTo(-1);
        ledger.closing(3, 1);
        ledger.closing(3, 1);
        ledger.dialEnding(3);
        assertThat(ledger.connections(3)).isZero();
        assertThat(ledger.dials(3)).isZero();
        assertThat(ledger.balance(3)).isEqualTo(-1);
    }

    @Test
    void totalsOfAllProducersCountTogether() {
        Ledger.Line first = ledger.line(0);
        Ledger.Line second = ledger.line(1);
        for (int i = 0; i < limits.inbound(); i++) {
            (i % 2 == 0 ? first : second).opened(Ledger.IN);
        }
        ledger.checkTotals();
        assertThat(violations.count()).isZero();
        second.opened(Ledger.IN);
        second.closing(Ledger.IN);
        ledger.checkTotals();
        assertThat(violations.count()).isZero();

        first.opened(Ledger.IN);
        ledger.checkTotals();

        assertThat(violations.count(Contract.NODE_LIMITS)).isOne();
        assertThat(ledger.held(Ledger.IN)).isEqualTo(limits.inbound() + 1L);
    }

    @Test
    void ninthConnectionOfAnAddressIsAViolation() {
        for (int i = 0; i < 8; i++) {
            ledger.opened(i % PEERS, 0, false);
        }
        assertThat(violations.count(Contract.PREFIX_LIMITS)).isZero();

        ledger.opened(0, 0, false);

        assertThat(violations.count(Contract.PREFIX_LIMITS)).isOne();
    }

    @Test
    void unclaimedContractsAreNotCounted() {
        Violations lenient = new Violations(EnumSet.of(Contract.QUERIES));
        lenient.found(Contract.EXPIRY, "something");
        lenient.found(Contract.EXPIRY, "something", 1, 2);
        assertThat(lenient.count()).isZero();

        lenient.found(Contract.QUERIES, "something", 1, 2);

        assertThat(lenient.descriptions()).containsExactly("queries: something is 1, expected 2");
    }
}
