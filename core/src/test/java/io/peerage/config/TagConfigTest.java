/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TagConfigTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private static TagConfig kinds(TagKind... kinds) {
        return new TagConfig(List.of(kinds), List.of());
    }

    private static TagConfig protections(String... names) {
        return new TagConfig(List.of(), List.of(names));
    }

    private static List<String> names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "n" + i).toList();
    }

    @Test
    void whatIsRightIsAccepted() {
        assertThat(TagConfig.NONE.problems()).isEmpty();
        TagConfig most = new TagConfig(names(16).stream().map(TagKind::plain).toList(), names(49));
        assertThat(most.problems()).isEmpty();
        assertThat(
                        kinds(
                                        TagKind.plain("a".repeat(64)).bounded(0, 0),
                                        TagKind.decaying("b", Duration.ofSeconds(10)),
                                        TagKind.decaying("c", Duration.ofDays(365)))
                                .problems())
                .isEmpty();
    }

    @Test
    void namesAreNumberedInTheirOrder() {
        TagConfig config =
                new TagConfig(
                        List.of(TagKind.plain("mesh"), TagKind.decaying("dht", HOUR)),
                        List.of("bootstrap", "relay"));
        assertThat(config.kind("mesh")).isZero();
        assertThat(config.kind("dht")).isEqualTo(1);
        assertThat(config.protection("bootstrap")).isZero();
        assertThat(config.protection("relay")).isEqualTo(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config.kind("relay"))
                .withMessage("tag kind relay is not configured, there are [mesh, dht]; add it");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config.protection("mesh"))
                .withMessage(
                        "protection mesh is not configured, there are [bootstrap, relay]; add it");
    }

    @Test
    void everyMistakeIsToldAtOnce() {
        TagConfig wrong =
                new TagConfig(
                        List.of(
                                TagKind.plain("a").bounded(1, -1),
                                TagKind.decaying("a", Duration.ofSeconds(9)),
                                TagKind.decaying("b", HOUR).bounded(-32_768, 32_768)),
                        List.of("x", "x", ""));
        assertThat(wrong.problems())
                .containsExactly(
                        "least of tag kind a is 1, allowed are -2147483648 to 0; let it reach 0, where every peer starts",
                        "most of tag kind a is -1, allowed are 0 to 2147483647; let it reach 0, where every peer starts",
                        "half-life of tag kind a is 9 s, allowed are 10 s to 365 d; set the time in which a value halves",
                        "tag kind a is given twice; name it once",
                        "least of tag kind b is -32768, allowed are -32767 to 0; let it reach 0, where every peer starts",
                        "most of tag kind b is 32768, allowed are 0 to 32767; let it reach 0, where every peer starts",
                        "protection x is given twice; name it once",
                        "length of protection  is 0, allowed are 1 to 64; give it a short name that is not empty");
    }

    static Stream<Arguments> single() {
        return Stream.of(
                Arguments.of(
                        new TagConfig(names(17).stream().map(TagKind::plain).toList(), List.of()),
                        "tag kinds is 17, allowed are 0 to 16"),
                Arguments.of(
                        new TagConfig(List.of(), names(50)),
                        "protections is 50, allowed are 0 to 49"),
                Arguments.of(kinds(TagKind.plain("")), "length of tag kind  is 0"),
                Arguments.of(kinds(TagKind.plain("a".repeat(65))), "length of tag kind aaa"),
                Arguments.of(protections("a".repeat(65)), "length of protection aaa"),
                Arguments.of(
                        kinds(TagKind.decaying("a", Duration.ofDays(366))), "half-life of tag"));
    }

    @ParameterizedTest
    @MethodSource("single")
    void oneMistakeIsToldOnce(TagConfig config, String told) {
        assertThat(config.problems()).singleElement().asString().startsWith(told);
    }

    @Test
    void nullIsRefusedByName() {
        assertThatNullPointerException()
                .isThrownBy(() -> TagKind.plain(null))
                .withMessageStartingWith("name is null");
        assertThatNullPointerException()
                .isThrownBy(() -> TagKind.decaying("a", null))
                .withMessageStartingWith("halfLife is null");
        assertThatNullPointerException()
                .isThrownBy(() -> new TagConfig(null, List.of()))
                .withMessageStartingWith("kinds is null");
        assertThatNullPointerException()
                .isThrownBy(() -> new TagConfig(List.of(), null))
                .withMessageStartingWith("protections is null");
    }
}
