using System.Buffers.Binary;
using System.IO.Compression;

namespace OneApi.Client.Testing.Images;

/// <summary>A PNG file of one grey: signature, header, data, end (W3C PNG, third edition).</summary>
internal static class SamplePng
{
    private static readonly uint[] Crc = MakeTable();

    public static byte[] Make(int width, int height, long seed)
    {
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = 8; // bits; colour type 0 is grey, and the rest is the only method that there is
        WriteChunk(file, "IHDR"u8, header);
        WriteChunk(file, "IDAT"u8, Pixels(width, height, (byte)(seed % 251)));
        WriteChunk(file, "IEND"u8, []);

        return file.ToArray();
    }

    /// <summary>The size that a PNG's header states, or null when it is no PNG.</summary>
    public static (int Width, int Height)? SizeOf(ReadOnlySpan<byte> file) => IsPng(file) && file.Length >= 24
        ? (BinaryPrimitives.ReadInt32BigEndian(file[16..]), BinaryPrimitives.ReadInt32BigEndian(file[20..]))
        : null;

    public static bool IsPng(ReadOnlySpan<byte> file) => file.Length > 8 && file[0] == 0x89 && file[1..].StartsWith("PNG\r\n"u8);

    private static byte[] Pixels(int width, int height, byte grey)
    {
        using var data = new MemoryStream();
        using (var deflate = new ZLibStream(data, CompressionLevel.Fastest, leaveOpen: true))
        {
            var row = new byte[width + 1];
            row.AsSpan(1).Fill(grey); // before each row stands its filter: none
            for (var i = 0; i < height; i++)
            {
                deflate.Write(row);
            }
        }

        return data.ToArray();
    }

    private static void WriteChunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(type);
        file.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Add(Add(uint.MaxValue, type), data));
        file.Write(number);
    }

    private static uint Add(uint crc, ReadOnlySpan<byte> data)
    {
        foreach (var one in data)
        {
            crc = Crc[(crc ^ one) & 0xFF] ^ (crc >> 8);
        }

        return crc;
    }

    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (uint i = 0; i < 256; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++)
            {
                value = (value & 1) == 1 ? 0xEDB88320 ^ (value >> 1) : value >> 1;
            }

            table[i] = value;
        }

        return table;
    }
}
