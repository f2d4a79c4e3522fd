package io.turnpike.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommentsTest {

    @Test
    void blank_lineAndBlockComments_keepsEveryOtherCharacterAtItsPlace() {
        String text = "{ // one\n  \"a\": 1, /* two\n three */ \"b\": 2 }";

        assertThat(Comments.blank(text))
                .isEqualTo("{       \n  \"a\": 1,       \n          \"b\": 2 }")
                .hasSameSizeAs(text);
    }

    @Test
    void blank_commentMarksInsideText_leavesThem() {
        String text = "{\"url\": \"mongodb://h:1\", \"x\": \"a /* b */ \\\" // c\"}";

        assertThat(Comments.blank(text)).isEqualTo(text);
    }

    @Test
    void blank_quoteInsideComment_startsNoText() {
        assertThat(Comments.blank("// don\"t\n1")).isEqualTo("        \n1");
    }

    @Test
    void blank_blockCommentWithoutEnd_reachesToTheEnd() {
        assertThat(Comments.blank("1 /* \n x")).isEqualTo("1    \n  ");
    }

    @Test
    void blank_textWithoutEnd_endsAtTheLine() {
        assertThat(Comments.blank("\"a\n// b")).isEqualTo("\"a\n    ");
        assertThat(Comments.blank("\"a\\")).isEqualTo("\"a\\");
    }
}
