//! Tables as Apache Parquet, through Arrow.
//!
//! Columns are those of CSV, but with types: text is a string, numbers are numbers, and what is not
//! known is null and not empty. Nothing is added to texts, for no reader of Parquet runs them. The
//! file is compressed with Snappy, which every reader has. The name of the table stands in the file's
//! metadata under `onrecord.table`.

use std::io::Write;
use std::sync::Arc;

use ::parquet::arrow::ArrowWriter;
use ::parquet::basic::Compression;
use ::parquet::file::properties::WriterProperties;
use arrow_array::{ArrayRef, BooleanArray, Float64Array, Int64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema};

use super::tables::{Cell, Sort, Table};
use super::{ExportError, Items, Written};

/// Rows that are handed over together, and bytes of text after which they are in any case.
const ROWS: usize = 1024;
const BYTES: usize = 16 << 20;

/// Bytes of a group of rows; what is not written yet is in memory.
const GROUP_BYTES: usize = 64 << 20;

pub(super) fn write(
    table: Table,
    items: &mut Items<'_>,
    out: &mut (dyn Write + Send),
) -> Result<Written, ExportError> {
    let fields = table.columns().iter().map(|(name, sort)| Field::new(*name, kind(*sort), true));
    let metadata = [("onrecord.table".to_owned(), format!("{table:?}").to_lowercase())];
    let schema = Arc::new(Schema::new_with_metadata(fields.collect::<Vec<_>>(), metadata.into()));
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
    let mut writer = ArrowWriter::try_new(out, schema.clone(), Some(properties)).map_err(failed)?;
    let mut written = Written::default();
    let (mut rows, mut bytes): (Vec<Vec<Cell>>, usize) = (Vec::new(), 0);
    for item in items {
        let item = item?;
        written.articles += 1;
        for row in table.rows(&item) {
            bytes += row.iter().map(size).sum::<usize>();
            rows.push(row);
            written.rows += 1;
            if rows.len() >= ROWS || bytes >= BYTES {
                writer.write(&batch(&schema, std::mem::take(&mut rows))?).map_err(failed)?;
                bytes = 0;
                if writer.in_progress_size() >= GROUP_BYTES {
                    writer.flush().map_err(failed)?;
                }
            }
        }
    }
    if !rows.is_empty() {
        writer.write(&batch(&schema, rows)?).map_err(failed)?;
    }
    writer.close().map_err(failed)?;
    Ok(written)
}

fn kind(sort: Sort) -> DataType {
    match sort {
        Sort::Text => DataType::Utf8,
        Sort::Integer => DataType::Int64,
        Sort::Number => DataType::Float64,
        Sort::Truth => DataType::Boolean,
    }
}

fn size(cell: &Cell) -> usize {
    match cell {
        Cell::Text(text) => text.as_ref().map_or(0, String::len),
        Cell::Integer(_) | Cell::Number(_) | Cell::Truth(_) => 8,
    }
}

/// Rows turned into columns.
fn batch(schema: &Arc<Schema>, rows: Vec<Vec<Cell>>) -> Result<RecordBatch, ExportError> {
    let mut columns: Vec<Vec<Cell>> = schema.fields().iter().map(|_| Vec::new()).collect();
    for row in rows {
        for (column, cell) in columns.iter_mut().zip(row) {
            column.push(cell);
        }
    }
    let arrays = schema.fields().iter().zip(columns).map(|(field, cells)| array(field, cells));
    RecordBatch::try_new(schema.clone(), arrays.collect()).map_err(failed)
}

fn array(field: &Field, cells: Vec<Cell>) -> ArrayRef {
    let cells = cells.into_iter();
    match field.data_type() {
        DataType::Int64 => Arc::new(cells.map(integer).collect::<Int64Array>()),
        DataType::Float64 => Arc::new(cells.map(number).collect::<Float64Array>()),
        DataType::Boolean => Arc::new(cells.map(truth).collect::<BooleanArray>()),
        _ => Arc::new(cells.map(text).collect::<StringArray>()),
    }
}

fn text(cell: Cell) -> Option<String> {
    if let Cell::Text(text) = cell { text } else { None }
}

fn integer(cell: Cell) -> Option<i64> {
    if let Cell::Integer(number) = cell { number } else { None }
}

fn number(cell: Cell) -> Option<f64> {
    if let Cell::Number(number) = cell { number } else { None }
}

fn truth(cell: Cell) -> Option<bool> {
    if let Cell::Truth(truth) = cell { truth } else { None }
}

fn failed(error: impl std::error::Error + Send + Sync + 'static) -> ExportError {
    ExportError::Parquet(Box::new(error))
}
