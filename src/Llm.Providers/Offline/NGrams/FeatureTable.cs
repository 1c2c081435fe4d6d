using System.Numerics;

namespace Llm.Providers.Offline.NGrams;

/// <summary>The features of a text with their weights, in the order of the first occurrences.</summary>
/// <remarks>A hash table with open addressing that is cleared and used for the next text, so that counting allocates nothing.</remarks>
internal sealed class FeatureTable
{
    /// <summary>Above this size, the table of a long text is not kept for the next one, which would have to clear it.</summary>
    private const int LargestKept = 1 << 14;

    private Feature[] features = [];
    private int[] slots = [];
    private int mask;
    private int count;

    /// <summary>The features so far.</summary>
    public ReadOnlySpan<Feature> Features => features.AsSpan(0, count);

    /// <summary>Forgets the features of the last text, and makes room for about <paramref name="expected"/> ones.</summary>
    public void Clear(int expected)
    {
        count = 0;
        if (features.Length < expected || features.Length > Math.Max(LargestKept, 4 * expected)) Resize(Math.Max(expected, 256));
        else Array.Clear(slots);
    }

    /// <summary>Counts an occurrence of the feature with this hash.</summary>
    public void Add(ulong hash, double weight)
    {
        var slot = SlotOf(hash);
        for (; slots[slot] != 0; slot = (slot + 1) & mask)
        {
            ref var known = ref features[slots[slot] - 1];
            if (known.Hash != hash) continue;
            known.Weight += weight;
            known.Occurrences++;
            return;
        }

        if (count == features.Length)
        {
            Resize(2 * count);
            Add(hash, weight);
            return;
        }

        features[count++] = new Feature { Hash = hash, Weight = weight, Occurrences = 1 };
        slots[slot] = count;
    }

    /// <summary>Makes room for this many features and at least twice as many slots, and fills these again.</summary>
    private void Resize(int capacity)
    {
        var larger = new Feature[capacity];
        features.AsSpan(0, count).CopyTo(larger);
        features = larger;
        slots = new int[BitOperations.RoundUpToPowerOf2((uint)(2 * capacity))];
        mask = slots.Length - 1;
        for (var i = 0; i < count; i++)
        {
            var slot = SlotOf(features[i].Hash);
            while (slots[slot] != 0) slot = (slot + 1) & mask;
            slots[slot] = i + 1;
        }
    }

    /// <summary>The lower bits choose the dimension and the sign, so these come from the middle.</summary>
    private int SlotOf(ulong hash) => (int)(hash >> 20) & mask;

    /// <summary>A feature with the sum of its weights.</summary>
    internal struct Feature
    {
        public ulong Hash;
        public double Weight;
        public int Occurrences;
    }
}
