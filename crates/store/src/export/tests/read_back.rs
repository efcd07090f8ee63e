//! Parquet read back with its own reader.

use std::io::Write;

use ::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use arrow_array::{Array, BooleanArray, Float64Array, Int64Array, StringArray};

use super::super::tables::Cell;
use super::hostile::any_item;
use super::*;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn parquet_comes_back_as_it_was(items in prop::collection::vec(any_item(), 0..4)) {
        for table in [Table::Articles, Table::Statements, Table::Events, Table::Actors] {
            let (out, _) = exported(Form::Parquet(table), &items);
            let mut file = tempfile::tempfile().unwrap();
            file.write_all(&out).unwrap();
            let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap().build().unwrap();
            let mut rows = items.iter().flat_map(|item| table.rows(item));
            for batch in reader {
                let batch = batch.unwrap();
                for at in 0..batch.num_rows() {
                    let cells = rows.next().unwrap();
                    for (column, cell) in batch.columns().iter().zip(cells) {
                        let any = column.as_any();
                        let known = !column.is_null(at);
                        let found = match cell {
                            Cell::Text(_) => {
                                let column = any.downcast_ref::<StringArray>().unwrap();
                                Cell::Text(known.then(|| column.value(at).to_owned()))
                            }
                            Cell::Integer(_) => {
                                let column = any.downcast_ref::<Int64Array>().unwrap();
                                Cell::Integer(known.then(|| column.value(at)))
                            }
                            // Bits, because no number is equal to itself that is none.
                            Cell::Number(number) => {
                                let column = any.downcast_ref::<Float64Array>().unwrap();
                                let found = known.then(|| column.value(at).to_bits());
                                prop_assert_eq!(found, number.map(f64::to_bits));
                                continue;
                            }
                            Cell::Truth(_) => {
                                let column = any.downcast_ref::<BooleanArray>().unwrap();
                                Cell::Truth(known.then(|| column.value(at)))
                            }
                        };
                        prop_assert_eq!(found, cell);
                    }
                }
            }
            prop_assert!(rows.next().is_none());
        }
    }
}
