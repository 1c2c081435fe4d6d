using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Llm.Local.Tokens;
using Tokenizers.DotNet;

namespace Llm.Local.Tests;

public sealed class TokenizerTests : IDisposable
{
    private const int NoLimit = 1_000_000;

    private static readonly UnicodeCategory[] Grown =
    [
        UnicodeCategory.NonSpacingMark, UnicodeCategory.SpacingCombiningMark, UnicodeCategory.OtherPunctuation,
        UnicodeCategory.DashPunctuation, UnicodeCategory.OpenPunctuation, UnicodeCategory.ClosePunctuation, UnicodeCategory.Format,
        UnicodeCategory.OtherSymbol,
    ];

    private static readonly string VocabularyFile = Path.Combine(AppContext.BaseDirectory, "models", "vocab.txt");
    private static readonly WordPieceTokenizer Tokenizer = WordPieceTokenizer.FromFile(VocabularyFile);

    private readonly string settings = Path.GetTempFileName();

    public void Dispose() => File.Delete(settings);

    [Fact]
    public void Hard_sentences_have_the_ids_of_another_program()
    {
        var table = new ReferenceTable();
        foreach (var (text, ids) in table.Texts.Zip(table.Ids)) Tokenizer.Encode(text, NoLimit).ShouldBe(ids, text);
    }

    [Fact]
    public void Random_text_has_the_ids_of_Hugging_Faces_tokenizers()
    {
        var theirs = Theirs();
        var different = Differing(theirs);
        var random = new Random(5);
        for (var i = 0; i < 3000; i++)
        {
            var text = RandomText(random, different);
            Tokenizer.Encode(text, NoLimit).ShouldBe(Array.ConvertAll(theirs.Encode(text), id => (int)id), JsonSerializer.Serialize(text));
        }
    }

    /// <summary>They know Unicode 8, after which marks and punctuation were added and the category of a few others has changed.</summary>
    [Fact]
    public void Characters_differ_from_theirs_only_where_Unicode_has_grown()
    {
        var different = Differing(Theirs());
        different.Count.ShouldBeInRange(1, 1000);
        different.Select(Rune.GetUnicodeCategory).Distinct().Except(Grown).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(2, new[] { 101, 102 })]
    [InlineData(4, new[] { 101, 2054, 2106, 102 })]
    public void A_long_text_is_cut_before_its_end_mark(int most, int[] ids) =>
        Tokenizer.Encode("What did we decide about pricing?", most).ShouldBe(ids);

    private static HashSet<Rune> Differing(Tokenizer theirs)
    {
        var different = new HashSet<Rune>();
        for (var value = 1; value < 0x30000; value++)
        {
            if (!Rune.TryCreate(value, out var rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.OtherNotAssigned) continue;
            var text = $"a {rune}b";
            if (!Tokenizer.Encode(text, NoLimit).SequenceEqual(Array.ConvertAll(theirs.Encode(text), id => (int)id))) different.Add(rune);
        }

        return different;
    }

    private Tokenizer Theirs()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
            Assert.Skip("Their library is tested on linux-x64 only.");
        var vocabulary = File.ReadAllLines(VocabularyFile);
        var ids = vocabulary.Select((token, id) => (token, id)).ToDictionary(entry => entry.token, entry => entry.id);
        var special = string.Join(',', new[] { "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]" }.Select(token => $$"""
            {"id": {{ids[token]}}, "content": "{{token}}", "single_word": false, "lstrip": false, "rstrip": false, "normalized": false,
             "special": true}
            """));
        File.WriteAllText(settings, $$"""
            {
              "version": "1.0",
              "added_tokens": [{{special}}],
              "normalizer": {
                "type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true, "strip_accents": null, "lowercase": true
              },
              "pre_tokenizer": {"type": "BertPreTokenizer"},
              "post_processor": {
                "type": "BertProcessing", "sep": ["[SEP]", {{ids["[SEP]"]}}], "cls": ["[CLS]", {{ids["[CLS]"]}}]
              },
              "model": {
                "type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100,
                "vocab": {{JsonSerializer.Serialize(ids)}}
              }
            }
            """);
        return new Tokenizer(settings);
    }

    private static string RandomText(Random random, HashSet<Rune> without)
    {
        var text = new StringBuilder();
        var length = random.Next(1, 60);
        while (text.Length < length)
        {
            var value = random.Next(8) switch
            {
                0 => ' ',
                1 => random.Next(1, 0x80),
                2 => random.Next(0x80, 0x250),
                3 => random.Next(0x300, 0x370),
                4 => random.Next(0x370, 0x2000),
                5 => random.Next(0x2000, 0x3400),
                6 => random.Next(0x3400, 0xFFFE),
                _ => random.Next('a', 'z' + 1),
            };
            if (Rune.TryCreate(value, out var rune) && Rune.GetUnicodeCategory(rune) != UnicodeCategory.OtherNotAssigned
                && !without.Contains(rune)) text.Append(rune);
        }

        return text.ToString();
    }
}
