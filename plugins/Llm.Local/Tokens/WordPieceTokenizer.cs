using System.Collections.Frozen;
using System.Text;

namespace Llm.Local.Tokens;

/// <summary>
/// Turns text into the token ids of BERT's uncased models: words and punctuation marks, each in the longest known pieces.
/// </summary>
/// <remarks>
/// Gives the ids of <c>BertTokenizerFast</c> in Hugging Face's libraries, which also takes the name of a special token in a text for the
/// token. Thread-safe.
/// </remarks>
internal sealed class WordPieceTokenizer
{
    /// <summary>A longer word, in characters, is unknown.</summary>
    private const int LongestWord = 100;

    private static readonly string[] Special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];

    private readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> beginnings, continuations;
    private readonly int unknown, start, end;

    /// <param name="vocabulary">The tokens in the order of their ids; <c>##</c> marks the continuation of a word.</param>
    public WordPieceTokenizer(IEnumerable<string> vocabulary)
    {
        var ids = vocabulary.Select((token, id) => (Token: token, Id: id)).ToList();
        beginnings = ids.ToFrozenDictionary(entry => entry.Token, entry => entry.Id).GetAlternateLookup<ReadOnlySpan<char>>();
        continuations = ids.Where(entry => entry.Token.StartsWith("##", StringComparison.Ordinal) && entry.Token.Length > 2)
            .ToFrozenDictionary(entry => entry.Token[2..], entry => entry.Id).GetAlternateLookup<ReadOnlySpan<char>>();
        (unknown, start, end) = (beginnings["[UNK]"], beginnings["[CLS]"], beginnings["[SEP]"]);
    }

    /// <summary>Reads a vocabulary from a file with one token on each line, whatever ends the lines.</summary>
    public static WordPieceTokenizer FromFile(string path) => new(File.ReadAllLines(path));

    /// <summary>The ids of a text, between those that mark its start and its end.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">The most ids, from 2; what does not fit is left out, but never the end mark.</param>
    public int[] Encode(string text, int most)
    {
        var ids = new List<int> { start };
        var rest = text.AsSpan();
        while (!rest.IsEmpty && ids.Count < most)
        {
            var (index, token) = FirstSpecial(rest);
            AddWords(ids, TextNormalizer.Normalize(rest[..index]), most);
            if (token is not null) ids.Add(beginnings[token]);
            rest = rest[(index + (token?.Length ?? 0))..];
        }

        if (ids.Count > most - 1) ids.RemoveRange(most - 1, ids.Count - most + 1);
        ids.Add(end);
        return [.. ids];
    }

    private static (int Index, string? Token) FirstSpecial(ReadOnlySpan<char> text)
    {
        var first = (Index: text.Length, Token: (string?)null);
        foreach (var token in Special)
        {
            var index = text[..first.Index].IndexOf(token, StringComparison.Ordinal);
            if (index >= 0) first = (index, token);
        }

        return first;
    }

    private void AddWords(List<int> ids, string normalized, int most)
    {
        var rest = normalized.AsSpan();
        while (!rest.IsEmpty && ids.Count < most)
        {
            Rune.DecodeFromUtf16(rest, out var rune, out var length);
            if (!Rune.IsWhiteSpace(rune))
            {
                if (!IsPunctuation(rune)) length = WordLength(rest);
                AddPieces(ids, rest[..length]);
            }

            rest = rest[length..];
        }
    }

    private static int WordLength(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length)
        {
            Rune.DecodeFromUtf16(text[length..], out var rune, out var width);
            if (Rune.IsWhiteSpace(rune) || IsPunctuation(rune)) break;
            length += width;
        }

        return length;
    }

    /// <summary>Marks of Unicode, and everything of ASCII that is neither a letter nor a digit.</summary>
    private static bool IsPunctuation(Rune rune) =>
        rune.IsAscii ? !Rune.IsLetterOrDigit(rune) && rune.Value > ' ' : Rune.IsPunctuation(rune);

    private void AddPieces(List<int> ids, ReadOnlySpan<char> word)
    {
        var before = ids.Count;
        if (CountRunes(word) > LongestWord)
        {
            ids.Add(unknown);
            return;
        }

        for (var from = 0; from < word.Length;)
        {
            var known = from == 0 ? beginnings : continuations;
            var to = word.Length;
            int id;
            while (!known.TryGetValue(word[from..to], out id))
            {
                if (--to > from) continue;
                // A word of which a part is unknown is unknown as a whole.
                ids.RemoveRange(before, ids.Count - before);
                ids.Add(unknown);
                return;
            }

            ids.Add(id);
            from = to;
        }
    }

    private static int CountRunes(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes()) count++;
        return count;
    }
}
