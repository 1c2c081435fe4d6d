using System.Buffers;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Llm;

/// <summary>A block of memory outside the managed heap, which grows without a second copy and is free again at once.</summary>
/// <remarks>
/// For texts and lines of megabytes: an array that grows leaves its predecessors to the next collection. Pages that were not written yet
/// take no memory. Whoever uses a span of it must keep the object, and must not resize or dispose it meanwhile.
/// </remarks>
internal sealed unsafe class NativeBuffer : MemoryManager<byte>
{
    private readonly Block block;
    private int length;

    /// <summary>Allocates a number of bytes, whose content is undefined.</summary>
    public NativeBuffer(int length)
    {
        block = new Block(length);
        this.length = length;
    }

    /// <summary>The number of bytes; 0 after it was disposed.</summary>
    public int Length => length;

    /// <summary>The first byte, which stays in its place until the buffer is resized or disposed.</summary>
    public byte* Start => block.Start;

    /// <summary>Changes the number of bytes and keeps the content; the bytes may move.</summary>
    public void Resize(int newLength)
    {
        ObjectDisposedException.ThrowIf(block.IsClosed, this);
        block.Resize(newLength);
        length = newLength;
    }

    /// <summary>Frees the memory.</summary>
    public void Free() => Dispose(disposing: true);

    /// <inheritdoc/>
    public override Span<byte> GetSpan() => new(length == 0 ? null : block.Start, length);

    /// <inheritdoc/>
    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)elementIndex, (uint)length);
        return new MemoryHandle(block.Start + elementIndex, pinnable: this);
    }

    /// <inheritdoc/>
    public override void Unpin()
    {
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        length = 0;
        block.Dispose();
    }

    /// <summary>The memory itself, which the runtime frees if nobody else does.</summary>
    private sealed class Block : SafeHandleZeroOrMinusOneIsInvalid
    {
        private long size;

        public Block(int size)
            : base(ownsHandle: true) => Resize(size);

        public byte* Start => (byte*)handle;

        public void Resize(int newSize)
        {
            SetHandle((nint)NativeMemory.Realloc((void*)handle, (nuint)newSize));
            // Collections depend on how much there is to be freed.
            if (newSize > size) GC.AddMemoryPressure(newSize - size);
            else if (newSize < size) GC.RemoveMemoryPressure(size - newSize);
            size = newSize;
        }

        protected override bool ReleaseHandle()
        {
            NativeMemory.Free((void*)handle);
            if (size > 0) GC.RemoveMemoryPressure(size);
            return true;
        }
    }
}
