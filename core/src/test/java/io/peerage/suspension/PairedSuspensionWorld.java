/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.suspension;

/** A world whose operations' names are what the suspended thread does, a slash, and what the others do meanwhile. */
abstract class PairedSuspensionWorld implements SuspensionScenario {
    final String operation;
    final String others;

    PairedSuspensionWorld(String operation, String others) {
        this.operation = operation;
        this.others = others;
    }

    abstract SuspensionScenario prepared(String first, String meanwhile, boolean recycling);

    @Override
    public SuspensionScenario prepared(String name, boolean recycling) {
        int slash = name.indexOf('/');
        return prepared(name.substring(0, slash), name.substring(slash + 1), recycling);
    }

    @Override
    public void operate() {
        operate(operation);
    }

    @Override
    public void work() {
        operate(others);
    }
}
