/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.yardstick;

class PeerageContractTest extends ConnectionManagerContract {
    @Override
    ConnectionManager build(ManagerSettings settings, PeerEvents events) {
        return new PeerageAdapter(settings, events);
    }
}
