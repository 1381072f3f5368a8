/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress;

import io.peerage.stress.sim.SimScenario;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a scenario of a simulation. */
final class SimScenarioConverter implements ITypeConverter<SimScenario> {
    @Override
    public SimScenario convert(String text) {
        for (SimScenario value : SimScenario.values()) {
            if (value.label().equals(text)) {
                return value;
            }
        }
        throw new TypeConversionException(
                "'" + text + "' is no scenario; there are " + SimScenario.labels());
    }
}
