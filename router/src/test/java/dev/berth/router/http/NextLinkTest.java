package dev.berth.router.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;

@DisplayNameGeneration(ReplaceUnderscores.class)
class NextLinkTest {
    @Test
    void only_the_query_of_harbors_link_is_kept() {
        assertThat(NextLink.below("/v2/p/a/tags/list", "<https://h:8/x?n=2&last=b>; rel=\"next\""))
                .hasValue("</v2/p/a/tags/list?n=2&last=b>; rel=\"next\"");
    }

    @Test
    void what_is_no_next_link_is_dropped() {
        assertThat(NextLink.below("/p", "</x?n=2>; rel=\"prev\"")).isEmpty();
        assertThat(NextLink.below("/p", "</x>; rel=\"next\"")).isEmpty();
        assertThat(NextLink.below("/p", "</x?a>b>; rel=\"next\"")).isEmpty();
    }

    @FuzzTest(maxDuration = "1m")
    void whatever_comes_the_link_stays_below_our_path(byte[] link) {
        NextLink.below("/p", new String(link, StandardCharsets.ISO_8859_1))
                .ifPresent(ours -> assertThat(ours)
                        .startsWith("</p?")
                        .endsWith(">; rel=\"next\"")
                        .matches("[\\x21-\\x7e ]*"));
    }
}
