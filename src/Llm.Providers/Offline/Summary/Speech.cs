using System.Collections.Frozen;

namespace Llm.Providers.Offline.Summary;

/// <summary>Tells who said what was quoted: <c>"Stop!" Tom said.</c> is one sentence.</summary>
internal static class Speech
{
    private static readonly FrozenSet<string> Verbs = """
        said says asked asks replied answered cried shouted whispered yelled called added muttered exclaimed
        sagte sagt fragte fragt rief antwortete meinte flüsterte schrie dit demanda répondit cria dijo preguntó respondió gritó
        disse chiese rispose gridò perguntou respondeu
        """.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet();

    /// <summary>Whether one of the next words is a verb of speaking.</summary>
    public static bool Follows(string text, int i)
    {
        const int Reach = 50;
        var near = text.Substring(i, Math.Min(Reach, text.Length - i));
        return string.Concat(near.TakeWhile(c => !SentenceMarks.IsMark(c))).Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Take(3)
            .Any(Verbs.Contains);
    }

    /// <summary>The same for Chinese and Japanese, where the speaker follows without a space.</summary>
    public static bool FollowsUnspaced(string text, int i)
    {
        const int Reach = 6;
        var near = text.Substring(i, Math.Min(Reach, text.Length - i));
        return near[0] is 'と' or '，' or '、' || near.TakeWhile(Scripts.IsUnspaced).Any(c => "说說道问問喊叫答".Contains(c));
    }
}
