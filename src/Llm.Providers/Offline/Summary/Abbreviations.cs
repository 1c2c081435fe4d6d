using System.Collections.Frozen;

namespace Llm.Providers.Offline.Summary;

/// <summary>Words whose full stop does not end a sentence.</summary>
internal static class Abbreviations
{
    private static readonly FrozenSet<string> Always = Set("""
        mr mrs ms mx dr prof st mt ft messrs rev hon gen col capt lt cmdr sgt maj sen rep gov pres supt vs viz cf approx dept est
        inc ltd corp co bros jr sr bzw ca vgl dipl ing hr fr frl nr str tel abs abb bsp evtl ggf inkl exkl zzgl sog geb gest jh jhd mio mrd
        z.b d.h u.a i.d.r o.ä s.o s.u v.a u.u m.e z.t mme mlle mgr av bd sra srta ud uds dña d.ª núm tél sig sigg dott ing avv geom ecc
        zob tzn tj np ul godz r.v t.e г гг ул стр тыс млн млрд डॉ श्री
        """);

    private static readonly FrozenSet<string> BeforeNumbers = Set("""
        no nos fig figs p pp vol vols art sec ch chap eq eqs ref refs ver v jan feb mar apr jun jul aug sep sept oct nov dec
        mon tue tues wed thu thur thurs fri sat sun num pág págs cap tab kap bd aufl s z n °
        """);

    /// <summary>Whether the sentence continues after a full stop that follows this word.</summary>
    /// <param name="word">The text between the last space and the full stop.</param>
    /// <param name="numberFollows">Whether the next word begins with a digit.</param>
    public static bool Continues(string word, bool numberFollows)
    {
        var lower = word.ToLowerInvariant();
        if (Always.Contains(lower) || (numberFollows && BeforeNumbers.Contains(lower))) return true;
        // Initials and sequences of them: J., U.S., z.B., Ph.D.
        var parts = lower.Split('.');
        return parts.All(part => part.Length is 1 or 2 && char.IsLetter(part[0])) && (parts.Length > 1 || lower.Length == 1);
    }

    private static FrozenSet<string> Set(string words) =>
        words.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet();
}
