using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace OneApi.Client.EntityFrameworkCore.Model;

/// <summary>An id as 16 bytes in big-endian order: bytes compare as ids do.</summary>
internal sealed class GuidBlobConverter() : ValueConverter<Guid, byte[]>(static id => id.ToByteArray(true), static bytes => new Guid(bytes, true));
