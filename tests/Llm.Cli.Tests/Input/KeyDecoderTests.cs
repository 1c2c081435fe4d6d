using System.Text;
using Llm.Cli.Input.Editing;

namespace Llm.Cli.Tests.Input;

public sealed class KeyDecoderTests
{
    [Theory]
    [InlineData("abc", "Text:abc")]
    [InlineData("ab\x7f", "Text:ab|Backspace")]
    [InlineData("a\x01\x02\x05\x06\x0b\x0c\x15\x17\x19", "Text:a|Home|Left|End|Right|KillToEnd|ClearScreen|KillToStart|KillWordLeft|Yank")]
    [InlineData("\x03\x04\x09\x12\x1a\r\n", "Interrupt|EndOfInput|Complete|Search|Suspend|Enter|Enter")]
    [InlineData("\e[A\e[B\e[C\e[D\e[H\e[F", "Up|Down|Right|Left|Home|End")]
    [InlineData("\eOA\eOB\eOC\eOD\eOH\eOF", "Up|Down|Right|Left|Home|End")]
    [InlineData("\e[1~\e[4~\e[7~\e[8~\e[3~", "Home|End|Home|End|Delete")]
    [InlineData("\e[1;5C\e[1;3D\e[1;2C\eb\ef\e\x7f\ed", "WordRight|WordLeft|Right|WordLeft|WordRight|KillWordLeft|KillWordRight")]
    [InlineData("\e\ra\e[13;2u", "NewLine|Text:a|NewLine")]
    [InlineData("\e[5~\e[99;1Xa", "None|None|Text:a")]
    [InlineData("日本 é", "Text:日本 é")]
    [InlineData("\e[200~one\r\ntwo\rthree \e[A\e[201~x", "Paste:one\ntwo\nthree \e[A|Text:x")]
    public void Bytes_become_keys_whole_or_one_by_one(string typed, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(typed);
        Describe([bytes]).ShouldBe(expected);
        // One by one, text comes in pieces.
        Describe(bytes.Select(value => new[] { value })).Replace("|Text:", "", StringComparison.Ordinal)
            .ShouldBe(expected.Replace("|Text:", "", StringComparison.Ordinal));
    }

    [Fact]
    public void An_escape_waits_for_what_follows_and_then_stands_for_itself()
    {
        var decoder = new KeyDecoder();
        decoder.Add("\e"u8);
        decoder.TryRead(out _).ShouldBeFalse();
        decoder.TryRead(out var key, nothingFollows: true).ShouldBeTrue();
        key.Kind.ShouldBe(EditorKeyKind.Cancel);
        decoder.TryRead(out _, nothingFollows: true).ShouldBeFalse();
    }

    [Fact]
    public void A_large_paste_in_small_pieces_is_read_in_time()
    {
        var text = new string('x', 2_000_000);
        var bytes = Encoding.UTF8.GetBytes($"\e[200~{text}\e[201~");
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Describe(bytes.Chunk(4096)).Length.ShouldBe("Paste:".Length + text.Length);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    private static string Describe(IEnumerable<byte[]> pieces)
    {
        var decoder = new KeyDecoder();
        var keys = new List<string>();
        foreach (var piece in pieces)
        {
            decoder.Add(piece);
            while (decoder.TryRead(out var key)) keys.Add(key.Text.Length == 0 ? $"{key.Kind}" : $"{key.Kind}:{key.Text}");
        }

        return string.Join('|', keys);
    }
}
