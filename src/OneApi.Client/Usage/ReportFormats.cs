namespace OneApi.Client;

/// <summary>The forms of a daily report.</summary>
[Flags]
public enum ReportFormats
{
    /// <summary>None; not valid.</summary>
    None = 0,

    /// <summary>CSV, for spreadsheets.</summary>
    Csv = 1,

    /// <summary>JSON, for programs.</summary>
    Json = 2,
}
