//! Drawing the world: the Equal Earth projection (Šavrič, Patterson, Jenny 2018), which gives every
//! region the area that it has, and the outlines as a path.

use std::fmt::Write;
use std::sync::LazyLock;

use crate::assets::OUTLINES;

const A: [f64; 4] = [1.340_264, -0.081_106, 0.000_893, 0.003_796];
/// The width of the picture.
pub const WIDTH: f64 = 960.0;
/// Its height.
pub const HEIGHT: f64 = 467.0;
/// Half of the width of the projection of a globe of radius one.
const HALF: f64 = 2.706_63;

/// Where a place lies in the picture.
pub fn project(lat: f64, lon: f64) -> (f64, f64) {
    let (lat, lon) = (lat.clamp(-90.0, 90.0).to_radians(), lon.clamp(-180.0, 180.0).to_radians());
    let root = 3f64.sqrt();
    let theta = (root / 2.0 * lat.sin()).asin();
    let [a1, a2, a3, a4] = A;
    let (square, sixth) = (theta.powi(2), theta.powi(6));
    let down = a1 + 3.0 * a2 * square + sixth * (7.0 * a3 + 9.0 * a4 * square);
    let x = 2.0 * root * lon * theta.cos() / (3.0 * down);
    let y = theta * (a1 + a2 * square + sixth * (a3 + a4 * square));
    let scale = WIDTH / 2.0 / HALF;
    (WIDTH / 2.0 + x * scale, HEIGHT / 2.0 - y * scale)
}

/// The paths of land and borders.
pub static PATHS: LazyLock<(String, String)> = LazyLock::new(|| {
    let (mut land, mut borders) = (String::new(), String::new());
    for line in OUTLINES.lines().filter(|line| !line.starts_with('#')) {
        let Some((kind, points)) = line.split_once('\t') else { continue };
        let path = if kind == "land" { &mut land } else { &mut borders };
        let mut command = 'M';
        for point in points.split(' ').filter_map(point) {
            let (x, y) = project(point.1, point.0);
            // Nothing but a full memory can keep words from being written to words.
            let _ = write!(path, "{command}{x:.0} {y:.0}");
            command = 'L';
        }
        if kind == "land" {
            path.push('Z');
        }
    }
    (land, borders)
});

fn point(given: &str) -> Option<(f64, f64)> {
    let (lon, lat) = given.split_once(',')?;
    Some((lon.parse::<f64>().ok()? / 10.0, lat.parse::<f64>().ok()? / 10.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_world_fills_the_picture() {
        assert_eq!(project(0.0, 0.0), (WIDTH / 2.0, HEIGHT / 2.0));
        let near = |a: f64, b: f64| (a - b).abs() < 1.0;
        assert!(near(project(0.0, -180.0).0, 0.0), "{:?}", project(0.0, -180.0));
        assert!(near(project(0.0, 180.0).0, WIDTH));
        assert!(near(project(90.0, 0.0).1, 0.0), "{:?}", project(90.0, 0.0));
        assert!(near(project(-90.0, 77.0).1, HEIGHT));
    }

    #[test]
    fn outlines_are_whole_and_small() {
        let (land, borders) = &*PATHS;
        assert!(land.starts_with('M') && land.matches('Z').count() > 60);
        assert!(borders.matches('M').count() > 150);
        assert!(land.len() + borders.len() < 60_000, "{}", land.len() + borders.len());
        let lines = OUTLINES.lines().filter(|line| !line.starts_with('#'));
        for line in lines {
            let (kind, points) = line.split_once('\t').unwrap();
            assert!(kind == "land" || kind == "border", "{kind}");
            assert!(points.split(' ').all(|given| point(given).is_some()), "{points}");
        }
    }
}
